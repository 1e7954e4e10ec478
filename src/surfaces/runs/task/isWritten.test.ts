import { describe, expect, it } from 'vitest';
import { isWritten } from './isWritten';

describe('a task', () => {
  const entries = [
    null,
    'x',
    { type: 'shell', command: 'ls' },
    { type: 'grasp', label: 'learn', config: 'a.yaml', set: ['cycle.epochs=1'], group: 'test' },
  ];

  it('is written in tasks.json when an entry says all that it says', () => {
    const definition = { type: 'grasp', config: 'a.yaml', set: ['cycle.epochs=1'] };
    expect(isWritten(definition, entries)).toBe(true);
    expect(isWritten({ ...definition, runName: undefined }, entries)).toBe(true);
  });

  it('is not written there when it says something else, or more', () => {
    expect(isWritten({ type: 'grasp', config: 'b.yaml' }, entries)).toBe(false);
    expect(isWritten({ type: 'grasp', config: 'a.yaml', runName: 'x' }, entries)).toBe(false);
    expect(isWritten({ type: 'grasp', config: 'a.yaml', set: ['cycle.epochs=2'] }, entries)).toBe(false);
    expect(isWritten({ type: 'grasp', config: 'a.yaml' }, [])).toBe(false);
  });
});
