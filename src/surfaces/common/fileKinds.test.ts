import { describe, expect, it } from 'vitest';
import { fileKind } from './fileKinds';

const task = 'task: { kind: quickstart }\n';
const config = `${task}cycle: { epochs: 1, update_every: 5 }\n`;
const suite = 'task:\n  suite: s.yaml\n  kind: cases\n';

describe('what a file is', () => {
  it.each([
    ['/w/grasp.yaml', '', 'config'],
    ['/w/my.grasp.yml', 'task: [', 'config'],
    ['/w/configs/any.yaml', config.replace('task: {', 'task: ['), 'config'],
    ['/w/configs/any.yaml', 'version: 1\njobs:\n  task: x\n', undefined],
    ['/w/configs/agents/mine.yaml', '# mine\nbackend: simulated # x\n', 'preset'],
    ['/w/configs/agents/mine.yaml', 'backend: rails\n', undefined],
    ['/w/agents/team.yaml', 'name: x\nrole: y\n', undefined],
    ['/w/configs/any.json', config, undefined],
    ['/w/notgrasp.yaml', 'a: 1', undefined],
  ])('%s %j: %s', (path, text, kind) => expect(fileKind(path, text)).toBe(kind));

  it.each([
    ['/w/configs/half.yaml', task, 'config'],
    ['/w/configs/half.yaml', suite.replaceAll('\n', '\r\n'), 'config'],
    ['/w/configs/half.yaml', 'cycle:\n  # twice\n  epochs: 2\n', 'config'],
    ['/w/elsewhere/half.yaml', task, undefined],
    ['/w/configs/other.yaml', 'task: build\nkind: cases\n', undefined],
    ['/w/configs/other.yaml', 'task:\n  kind: shell\nsteps:\n  kind: cases\n', undefined],
    ['/w/configs/other.yaml', 'cycle: weekly\nepochs: 3\n', undefined],
  ])('with half of it, %s %j: %s', (path, text, kind) => expect(fileKind(path, text)).toBe(kind));
});
