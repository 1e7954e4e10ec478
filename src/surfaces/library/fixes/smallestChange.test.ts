import { describe, expect, it } from 'vitest';
import { smallestChange } from './smallestChange';

function applied(before: string, after: string): string {
  const { start, end, text } = smallestChange(before, after);
  return before.slice(0, start) + text + before.slice(end);
}

describe('the smallest change', () => {
  it.each([
    ['', ''],
    ['a', 'a'],
    ['', 'abc'],
    ['abc', ''],
    ['aaa', 'aa'],
    ['one two three', 'one 2 three'],
    ['x\r\ny', 'x\ny'],
    ['x\ny', 'x\r\ny'],
    ['a😀b', 'a😁b'],
    ['😀😀', '😀'],
  ])('of %j to %j makes it', (before, after) => {
    expect(applied(before, after)).toBe(after);
  });

  it('touches nothing else, and cuts no character', () => {
    expect(smallestChange('one two three', 'one 2 three')).toEqual({ start: 4, end: 7, text: '2' });
    expect(smallestChange('a😀b', 'a😁b')).toEqual({ start: 1, end: 3, text: '😁' });
  });
});
