import { describe, expect, it } from 'vitest';
import { runOfArgument } from './runOfArgument';
import type { KnownRun } from './runRoots';

const run: KnownRun = { dir: '/runs/a', name: 'a', root: '/runs', isOpened: false, changed: 0 };
const runs = { find: async (dir: string) => (dir === run.dir ? run : undefined) };

describe('the run that a command is about', () => {
  it.each([
    ['a run', run],
    ['an element of a tree', { kind: 'update', run, at: 1 }],
    ['a directory', '/runs/a'],
  ])('is found behind %s', async (_what, argument) => {
    expect(await runOfArgument(argument, runs)).toBe(run);
  });

  it.each([[undefined], [null], [7], [{}], ['/etc'], [{ run: { dir: '/etc' } }], [{ dir: 1 }]])(
    'is none behind %j',
    async (argument) => {
      expect(await runOfArgument(argument, runs)).toBeUndefined();
    },
  );
});
