import { expect, it } from 'vitest';
import { occurrences } from './occurrences';

it.each<[string, string, readonly number[]]>([
  ['one two one', 'one', [0, 8]],
  ['aaaa', 'aa', [0, 1, 2]],
  ['abcabcabd', 'abcabd', [3]],
  ['größe 🙂 x', '🙂', [6]],
  ['text', 'texts', []],
  ['text', '', []],
])('finds in %j the text %j', (text, search, places) => {
  expect(occurrences(text, search, 9)).toEqual(places);
});

it('stops at the limit', () => {
  expect(occurrences('aaaa', 'a', 2)).toEqual([0, 1]);
});
