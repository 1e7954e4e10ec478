import { expect, it } from 'vitest';
import { emptyRepliesLine } from './emptyReplies';

const preset = { name: 'local', maxTokens: 256 };

it.each([
  [
    { replies: 2, empty: 2, cut: 2 },
    '2 of 2 replies were empty; the token limit was reached: raise max_tokens (now 256) in the preset local.',
  ],
  [
    { replies: 9, empty: 3, cut: 1 },
    '3 of 9 replies were empty; the token limit was reached 1 times: raise max_tokens (now 256) in the preset local.',
  ],
  [{ replies: 3, empty: 1, cut: 0 }, '1 of 3 replies was empty: the model said nothing.'],
  [{ replies: 100, empty: 2, cut: 0 }, undefined],
  [{ replies: 5, empty: 0, cut: 0 }, undefined],
])('replies %j are explained', (empty, line) => {
  expect(emptyRepliesLine(empty, preset)).toBe(line);
});
