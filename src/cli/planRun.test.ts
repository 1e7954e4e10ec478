import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadRunConfig } from '../config/loadRunConfig';
import { planRun } from './planRun';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grasp-plan-'));
  mkdirSync(join(folder, 'skills'));
});

function config(text: string): string {
  const file = join(folder, 'run.yaml');
  writeFileSync(file, text);
  return file;
}

const quickstart = `task: { kind: quickstart }
agent_preset: simulated
cycle: { epochs: 1, update_every: 5 }
`;

async function plan(text: string, method?: string, env = {}) {
  return planRun(await loadRunConfig(config(text), { env }), env, { method });
}

describe('planning a run', () => {
  it('knows samples, library and estimate without a model call', async () => {
    const { dev, val, library, estimate, presets } = await plan(quickstart);
    expect([dev.length, val.length]).toEqual([20, 10]);
    expect(library.findBase('skeleton')).toBeDefined();
    expect(estimate.rollouts.min).toBe(40);
    expect(presets.isSimulated).toBe(true);
  });

  it('names the line of an unknown method', async () => {
    await expect(plan(`${quickstart}method: graps\n`)).rejects.toMatchObject({
      message: 'there is no method "graps"',
      place: { line: 4 },
      fix: 'Did you mean "grasp"?',
    });
    await expect(plan(quickstart, 'constructor')).rejects.toMatchObject({
      place: { file: '--method' },
      kind: 'usage',
    });
  });

  it('names the variable a preset lacks, and how to set it', async () => {
    const local = quickstart.replace('simulated', 'local');
    const error = plan(local);
    await expect(error).rejects.toThrow('OPENAI_BASE_URL');
    await expect(error).rejects.toMatchObject({
      fix: expect.stringContaining('OPENAI_BASE_URL') as string,
    });
  });

  it('names the line of a library that is not there', async () => {
    const text = `${quickstart}skills:\n  library_dir: ${join(folder, 'absent')}\n`;
    await expect(plan(text)).rejects.toMatchObject({
      message: expect.stringContaining('skills.library_dir') as string,
      place: { line: 5 },
    });
  });

  it('names the line of a suite that is not there, and the suite', async () => {
    const text = quickstart.replace('kind: quickstart', 'kind: cases, suite: absent.yaml');
    await expect(plan(text)).rejects.toMatchObject({
      message: 'task.suite: there is no file absent.yaml',
      place: { file: join(folder, 'run.yaml'), line: 1 },
    });
    const loaded = await loadRunConfig(config(text), {
      env: {},
      overrides: ['task.suite=other.yaml'],
    });
    await expect(planRun(loaded, {})).rejects.toMatchObject({
      place: { file: '--set task.suite=other.yaml' },
    });
  });

  it('leaves a broken skill out and says so', async () => {
    writeFileSync(join(folder, 'skills', 'bad.md'), '---\nname: [\n---\nx\n');
    writeFileSync(join(folder, 'skills', 'good.md'), '---\nname: good\n---\nx\n');
    const { library, loadedLibrary } = await plan(
      `${quickstart}skills:\n  library_dir: ${join(folder, 'skills')}\n`,
    );
    expect(library.names()).toEqual(['good']);
    expect(loadedLibrary.unread).toEqual([join(folder, 'skills', 'bad.md')]);
    expect(loadedLibrary.problems).toMatchObject([
      { file: join(folder, 'skills', 'bad.md'), severity: 'error' },
    ]);
  });

  it('refuses a suite with an empty split', async () => {
    const suite = join(folder, 'suite.yaml');
    writeFileSync(
      suite,
      'cases:\n  - { id: a, input: x, expected: y, split: dev, grader: { kind: contains, all: [y] } }\n',
    );
    const text = `task: { kind: cases, suite: ${suite} }
agent_preset: simulated
cycle: { epochs: 1, update_every: 5 }
`;
    await expect(plan(text)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('val') as string,
    });
  });
});
