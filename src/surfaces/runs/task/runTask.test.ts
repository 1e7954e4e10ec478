import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import { insideOf } from './insideOf';
import { readRunTask } from './runTask';

const folder = '/w/project';
const read = (definition: Readonly<Record<string, unknown>>) =>
  readRunTask({ type: 'grasp', ...definition }, folder, plainWords);

describe('the definition of a task', () => {
  it('is taken as it is when it is sound', () => {
    const whole = {
      config: 'configs/quickstart.yaml',
      method: 'grasp',
      agent: 'local',
      runName: 'first',
      review: 'ask',
      resume: false,
      set: ['cycle.epochs=2', 'budget.calls=10'],
    };
    expect(read(whole)).toEqual({ type: 'grasp', ...whole });
  });

  it('may name the folder as VS Code does, or be absolute inside of it', () => {
    expect(read({ config: '${workspaceFolder}/a.yaml' }).config).toBe('a.yaml');
    expect(read({ config: '/w/project/configs/../a.yaml' }).config).toBe('a.yaml');
    expect(read({ config: './a.yaml', agent: undefined })).toEqual({
      type: 'grasp',
      config: 'a.yaml',
    });
  });

  it.each([
    [{}, 'names no configuration'],
    [{ config: 3 }, '"config" cannot be 3'],
    [{ config: '' }, '"config" cannot be ""'],
    [{ config: 'a\0b' }, '"config" cannot be'],
    [{ config: '../other/a.yaml' }, 'lies outside of the workspace folder'],
    [{ config: '/etc/passwd' }, 'lies outside of the workspace folder'],
    [{ config: '/w/project-two/a.yaml' }, 'lies outside of the workspace folder'],
    [{ config: '.' }, 'lies outside of the workspace folder'],
    [{ config: 'a.yaml', review: 'maybe' }, '"review" cannot be "maybe"'],
    [{ config: 'a.yaml', runName: '../x' }, '"runName" cannot be "../x"'],
    [{ config: 'a.yaml', runName: '.' }, '"runName" cannot be "."'],
    [{ config: 'a.yaml', resume: 'yes' }, '"resume" cannot be "yes"'],
    [{ config: 'a.yaml', resume: true }, 'which run to resume'],
    [{ config: 'a.yaml', set: 'cycle.epochs=1' }, '"set" cannot be "cycle.epochs=1"'],
    [{ config: 'a.yaml', set: ['--force'] }, '"set" cannot be ["--force"]'],
    [{ config: 'a.yaml', force: true }, 'there is no property "force"'],
    [{ config: 'a.yaml', constructor: 'x' }, 'there is no property "constructor"'],
  ])('is refused with the reason: %j', (definition, reason) => {
    expect(() => read(definition)).toThrow(reason);
    expect(() => read(definition)).toThrow('The grasp task cannot start');
  });
});

describe('a path inside of a folder', () => {
  it.each([
    ['a/b.yaml', 'a/b.yaml'],
    ['a//./b.yaml', 'a/b.yaml'],
    ['..a/b.yaml', '..a/b.yaml'],
    ['a/../../b.yaml', undefined],
    ['', undefined],
    ['a/', undefined],
  ])('%j is %j', (path, expected) => {
    expect(insideOf(folder, path)).toBe(expected);
  });
});
