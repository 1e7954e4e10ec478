import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import { progressLines } from './progressLines';
import { shellWord } from './shellWord';

it.each([
  ['runs/first', 'runs/first'],
  ['my run', "'my run'"],
  ['a;b', "'a;b'"],
  ['$HOME', "'$HOME'"],
  ["it's", "'it'\\''s'"],
  ['', "''"],
])('%j is typed as %s', (word, typed) => {
  expect(shellWord(word)).toBe(typed);
});

it('the command to decide with can be pasted whatever the run is called', () => {
  const waiting = { type: 'run.waiting', key: 'w', epoch: 0, update: 0, edits: ['e0'] } as const;
  const lines = progressLines(waiting, { dir: 'runs/my run', colours: createColors(false) });
  expect(lines.join('\n')).toContain("grasp decide 'runs/my run' --edit e0 --accept");
});
