import { expect, it } from 'vitest';
import { conflictLine } from './conflictLine';

it('the first conflict is found by its three marks', () => {
  const text = 'a\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\nb\n';
  expect(conflictLine(text)).toBe(2);
  expect(conflictLine(text.replaceAll('\n', '\r\n'))).toBe(2);
});

it.each(['Title\n=======\ntext', '<<<<<<< only the beginning', 'a\n>>>>>>> quoted\n<<<<<<< x', ''])(
  'what only looks like a mark is none: %j',
  (text) => {
    expect(conflictLine(text)).toBeUndefined();
  },
);
