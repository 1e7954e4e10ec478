import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { check } from './check';
import type { CheckRequest } from './configProblem';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checked-'));
});

function write(path: string, ...lines: readonly string[]): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function problems(file: string, more: Partial<CheckRequest> = {}): Promise<string[]> {
  const report = await check({ file, kind: 'config', baseDir: folder, env: {}, ...more });
  return report.problems.map(
    (it) =>
      `${relative(folder, it.file)}:${it.line ?? ''} ${it.message}${it.fix === undefined ? '' : ` / ${it.fix}`}`,
  );
}

const good = [
  'task: { kind: quickstart }',
  'agent_preset: simulated',
  'cycle: { epochs: 1, update_every: 5 }',
];

describe('checking a run configuration', () => {
  it('finds nothing wrong with ours', async () => {
    const baseDir = resolve('.');
    for (const name of ['quickstart', 'cases']) {
      const file = resolve(`configs/${name}.yaml`);
      expect(await check({ file, kind: 'config', baseDir, env: {} })).toEqual({
        problems: [],
        files: name === 'cases' ? [resolve('configs/cases/triage.yaml')] : [],
      });
    }
  });

  it('says everything that is wrong, each at its line', async () => {
    const file = write('run.yaml', ...good, 'agnet_preset: x', 'probe:', '  reuse: often');
    expect(await problems(file)).toEqual([
      'run.yaml:4 unknown key "agnet_preset" in a run config / Did you mean "agent_preset"?',
      'run.yaml:6 probe.reuse must be one of auto, always, never, but is the text "often"',
    ]);
  });

  it('says what is no YAML', async () => {
    const broken: readonly (readonly [at: number, ...lines: string[]])[] = [
      [1, 'task: [', 'cycle:'],
      [3, ...good.slice(0, 2), 'cycle: "epochs', 'budget: {}'],
      [2, 'task:', '\tkind: quickstart'],
    ];
    for (const [line, ...lines] of broken) {
      const [problem, ...others] = await problems(write('run.yaml', ...lines));
      expect(problem).toMatch(new RegExp(`^run\\.yaml:${line} not valid YAML: `));
      expect(others).toEqual([]);
    }
  });

  it('says what is wrong with the suite, in the suite', async () => {
    write('suite.yaml', 'cases:', '  - input: a', '    expected: b', '    grader: { kind: guess }');
    const file = write('run.yaml', 'task: { kind: cases, suite: suite.yaml }', ...good.slice(1));
    expect(await problems(file)).toEqual([
      expect.stringMatching(/^suite\.yaml:4 unknown kind of grader "guess"/),
    ]);
    expect((await check({ file, kind: 'config', baseDir: folder, env: {} })).files).toEqual([
      join(folder, 'suite.yaml'),
    ]);
  });

  it('says at the config that there is no such suite', async () => {
    const file = write(
      'run.yaml',
      'task:',
      '  kind: cases',
      '  suite: gone.yaml',
      ...good.slice(1),
    );
    expect(await problems(file)).toEqual([
      `run.yaml:3 task.suite: there is no file gone.yaml / Paths are relative to ${folder}.`,
    ]);
  });

  it('says which preset there is not, unless another is chosen in the editor', async () => {
    const file = write('run.yaml', good[0]!, good[2]!, 'agent_preset: simulate');
    expect(await problems(file)).toEqual([
      expect.stringMatching(/^run\.yaml:3 there is no preset "simulate".*Did you mean "simulated"/),
    ]);
    expect(await problems(file, { agent: 'simulated' })).toEqual([]);
  });

  it('does not mind variables that are not set: who starts a run is asked for them', async () => {
    expect(await problems(write('run.yaml', good[0]!, good[2]!, 'agent_preset: openai'))).toEqual(
      [],
    );
  });

  it('says that a split or the library is missing', async () => {
    write(
      'suite.yaml',
      'splits: { dev: 1, val: 0, test: 0 }',
      'cases:',
      '  - input: a',
      '    expected: b',
      '    grader: { kind: contains }',
    );
    const file = write(
      'run.yaml',
      'task: { kind: cases, suite: suite.yaml }',
      ...good.slice(1),
      'skills: { library_dir: nowhere }',
    );
    const found = await problems(file);
    expect(found[0]).toMatch(/^suite\.yaml:1 none of the 1 cases is in the split "val"/);
    expect(found[1]).toMatch(/^run\.yaml:4 skills\.library_dir: /);
  });
});

describe('checking a preset', () => {
  const preset = (...lines: readonly string[]) =>
    problems(write('configs/agents/mine.yaml', ...lines), { kind: 'preset' });

  it('says what the backends would say', async () => {
    expect(await preset('backend: openai-chat', 'model: m', 'base_url: nowhere')).toEqual([
      expect.stringMatching(/^configs\/agents\/mine\.yaml:3 base_url is not a URL/),
    ]);
    expect(await preset('backend: simulated', 'temprature: 0')).toEqual([
      expect.stringMatching(/:2 unknown setting "temprature" \/ Did you mean "temperature"/),
    ]);
    expect(await preset('backend: simulated')).toEqual([]);
  });
});
