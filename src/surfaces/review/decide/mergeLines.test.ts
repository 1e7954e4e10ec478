import { describe, expect, it } from 'vitest';
import { linesOf, mergedLines, mergeLines } from './mergeLines';

const merge = (base: string, mine: string, theirs: string) =>
  mergeLines(linesOf(base), linesOf(mine), linesOf(theirs));

describe('merging lines', () => {
  it('takes each change from the side that made it', () => {
    const regions = merge('a\nb\nc\nd\ne', 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE\nf');
    expect(mergedLines(regions)).toEqual(['A', 'b', 'c', 'd', 'E', 'f']);
  });

  it('keeps what both sides did alike', () => {
    expect(mergedLines(merge('a\nb', 'a\nnew\nb', 'a\nnew\nb'))).toEqual(['a', 'new', 'b']);
  });

  it('shows where both changed the same lines, and both of them', () => {
    const regions = merge('a\nb\nc', 'a\nmine\nc', 'a\ntheirs\nc');
    expect(mergedLines(regions)).toBeUndefined();
    expect(regions).toEqual([
      { kind: 'merged', lines: ['a'] },
      { kind: 'conflict', base: ['b'], mine: ['mine'], theirs: ['theirs'] },
      { kind: 'merged', lines: ['c'] },
    ]);
  });

  it('takes empty texts and every kind of line end', () => {
    expect(mergedLines(merge('', '', 'a'))).toEqual(['a']);
    expect(mergedLines(merge('', '', ''))).toEqual([]);
    expect(mergedLines(merge('a\r\nb', 'a\r\nb', 'a\nB'))).toEqual(['a', 'B']);
  });

  it('gives up at once on a text that would keep the editor waiting', () => {
    const many = Array.from({ length: 20_000 }, () => 'x');
    const [region] = mergeLines(many, ['y', ...many, 'x'], ['z', ...many, 'x', 'x']);
    expect(region?.kind).toBe('conflict');
  });
});
