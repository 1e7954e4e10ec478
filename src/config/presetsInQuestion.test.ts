import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { presetsInQuestion } from './presetsInQuestion';

let folder = '';
let config = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'in-question-'));
  mkdirSync(join(folder, 'agents'));
  config = join(folder, 'run.yaml');
  writeFileSync(join(folder, 'agents', 'mine.yaml'), 'backend: simulated\n');
});

const names = async (
  text: string,
  request: Partial<Parameters<typeof presetsInQuestion>[0]> = {},
  env = {},
) => {
  writeFileSync(config, text);
  return (await presetsInQuestion({ config, ...request }, env)).map(({ name }) => name);
};

it('are those of agent, writer and judge, each once', async () => {
  const text = 'agent_preset: mine\nupdater: { preset: openai }\njudge: { preset: mine }\n';
  expect(await names(text)).toEqual(['mine', 'openai']);
});

it('follow the choices that come before the file', async () => {
  const text = 'agent_preset: openai\n';
  expect(await names(text, { agent: 'mine' })).toEqual(['mine']);
  expect(await names(text, {}, { GRASP_BACKEND: 'mine' })).toEqual(['mine']);
  expect(await names(text, { set: ['updater.preset=mine', 'nonsense'] })).toEqual([
    'openai',
    'mine',
  ]);
  const path = join(folder, 'agents', 'mine.yaml');
  expect(await names(text, { agent: path })).toEqual(['mine']);
  expect(await names(text, { agent: 'agents/mine.yaml', baseDir: folder })).toEqual(['mine']);
});

it('leave out what is not there or cannot be read: the run says so', async () => {
  expect(await names('agent_preset: gone\nupdater: { preset: openai }\n')).toEqual(['openai']);
  expect(await names('agent_preset: [', { agent: 'mine' })).toEqual(['mine']);
  expect(await names('- a list\n')).toEqual([]);
  expect(await presetsInQuestion({ config: join(folder, 'gone.yaml') }, {})).toEqual([]);
});
