import { describe, expect, it } from 'vitest';
import { wordRanges } from './wordRanges';

const marked = (lines: readonly string[], words: readonly { start: number; end: number }[][]) =>
  lines.map((line, at) => (words[at] ?? []).map(({ start, end }) => line.slice(start, end)));

describe('wordRanges', () => {
  it('marks the words that are others', () => {
    const removed = ['Look at every entry.', 'Round it.'];
    const added = ['Look at every entry of the code.', 'Round it down.'];
    const found = wordRanges(removed, added);
    expect(marked(removed, found?.removed as never)).toEqual([[], []]);
    expect(marked(added, found?.added as never)).toEqual([[' of the code'], [' down']]);
  });

  it('keeps to the lines where words moved over a line end', () => {
    const removed = ['one two three four'];
    const added = ['one two', 'three five four'];
    const found = wordRanges(removed, added);
    expect(marked(added, found?.added as never)).toEqual([[], ['five ']]);
    expect(marked(removed, found?.removed as never)).toEqual([[' ']]);
  });

  it('says nothing where it would not help', () => {
    expect(wordRanges([], ['a'])).toBeUndefined();
    expect(wordRanges(['alpha beta gamma'], ['entirely other words here'])).toBeUndefined();
    expect(wordRanges(['a '.repeat(20_000)], ['b '])).toBeUndefined();
  });
});
