import { describe, expect, it } from 'vitest';
import { parseOverride } from '../../../config/overrides';
import { learnProcess, writerOverride, type LearnSurroundings } from './learnProcess';

const around: LearnSurroundings = {
  extensionPath: '/ext',
  folder: '/w',
  baseDir: '/w',
  node: '',
  execPath: '/code/electron',
  agent: '',
  writer: '',
  env: { OPENAI_API_KEY: 'k' },
};
const argsOf = (...given: Parameters<typeof learnProcess>): readonly string[] =>
  learnProcess(...given).args.slice(2);

describe('the process of a run', () => {
  it('is our command line on the editor’s own Node, in the workspace folder, with the keys', () => {
    expect(learnProcess({ config: 'configs/a.yaml' }, around)).toEqual({
      process: '/code/electron',
      args: ['/ext/dist/cli.js', 'learn', '--config=configs/a.yaml', '--yes'],
      cwd: '/w',
      env: { OPENAI_API_KEY: 'k', ELECTRON_RUN_AS_NODE: '1' },
    });
    expect(learnProcess({ config: 'a.yaml' }, { ...around, node: '/bin/node' }).process).toBe(
      '/bin/node',
    );
  });

  it('gets every word of the task, each joined to its flag', () => {
    const task = {
      config: 'a.yaml',
      method: '--help',
      agent: 'local',
      runName: 'first',
      review: 'ask',
      set: ['cycle.epochs=2', 'budget.calls=3'],
    } as const;
    expect(argsOf(task, around)).toEqual([
      '--config=a.yaml',
      '--method=--help',
      '--agent=local',
      '--run-name=first',
      '--review=ask',
      '--set=cycle.epochs=2',
      '--set=budget.calls=3',
      '--yes',
    ]);
  });

  it('takes models from the settings where the task names none', () => {
    const set = { ...around, agent: 'ollama', writer: 'openai' };
    expect(argsOf({ config: 'a.yaml' }, set)).toContain('--agent=ollama');
    expect(argsOf({ config: 'a.yaml' }, set)).toContain('--set=updater.preset=openai');
    const own = { config: 'a.yaml', agent: 'vllm', set: ['updater.preset=local'] };
    expect(argsOf(own, set)).toEqual([
      '--config=a.yaml',
      '--agent=vllm',
      '--set=updater.preset=local',
      '--yes',
    ]);
  });

  it('keeps the models of a run that is resumed, and starts where that was started', () => {
    const set = { ...around, agent: 'ollama', writer: 'openai', baseDir: '/w/sub' };
    const task = { config: 'sub/runs/a/config.yaml', runName: 'a', resume: true };
    expect(argsOf(task, set)).toEqual([
      '--config=runs/a/config.yaml',
      '--run-name=a',
      '--resume',
      '--yes',
    ]);
    expect(learnProcess(task, set).cwd).toBe('/w/sub');
  });

  it.each(['openai', '/home/me/my models/lm-a: b #1.yaml', 'C:\\a\\lm "x".yaml'])(
    'names the writer %j so that it is read as it was meant',
    (preset) => {
      const { path, value } = parseOverride(writerOverride(preset));
      expect(path).toEqual(['updater', 'preset']);
      expect(value).toBe(preset);
    },
  );
});
