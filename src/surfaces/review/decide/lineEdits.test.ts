import { describe, expect, it } from 'vitest';
import { lineEdits, type TextReplacement } from './lineEdits';

function apply(text: string, edits: readonly TextReplacement[]): string {
  return [...edits]
    .reverse()
    .reduce((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), text);
}

const texts = [
  '',
  'a',
  'a\n',
  'a\nb\nc',
  'a\nB\nc\n',
  'x\na\nc',
  '\n\n',
  'a\r\nb\r\nc',
  'c\nb\na\n',
];

describe('the edits from one text to another', () => {
  it.each(texts.flatMap((before) => texts.map((after) => [before, after] as const)))(
    'turn %j into %j',
    (before, after) => {
      expect(apply(before, lineEdits(before, after))).toBe(after);
    },
  );

  it('leave alone what stays', () => {
    expect(lineEdits('a\nb\nc\nd\n', 'a\nB\nc\nD\n')).toEqual([
      { start: 2, end: 4, text: 'B\n' },
      { start: 6, end: 8, text: 'D\n' },
    ]);
    expect(lineEdits('a', 'a')).toEqual([]);
  });

  it('replace a text whole that has nothing in common with the other', () => {
    const lines = (prefix: string) =>
      Array.from({ length: 3_000 }, (_, i) => `${prefix}${i}\n`).join('');
    const edits = lineEdits(lines('a'), lines('b'));
    expect(apply(lines('a'), edits)).toBe(lines('b'));
    expect(edits).toHaveLength(1);
  });
});
