import { describe, expect, it } from 'vitest';
import { diffRows } from './rows';
import { chance } from './testSides';

const print = (before: string, after: string): string[] =>
  diffRows(before, after).map(
    ({ kind, text }) => (kind === 'same' ? ' ' : kind === 'removed' ? '-' : '+') + text,
  );

describe('diffRows', () => {
  it('puts what was removed before what was added', () => {
    expect(print('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual([' a\n', '-b\n', '+x\n', '+y\n', ' c\n']);
  });

  it('takes a last line without an end for another line', () => {
    expect(print('a\nb', 'a\nb\nc')).toEqual([' a\n', '-b', '+b\n', '+c']);
  });

  it('does not take line ends for changes', () => {
    expect(print('a\r\nb\r\n', 'a\nc\n')).toEqual([' a\r\n', '-b\r\n', '+c\n']);
  });

  it('has nothing to show for empty texts', () => {
    expect(print('', '')).toEqual([]);
    expect(print('', 'a')).toEqual(['+a']);
    expect(print('a\n', '')).toEqual(['-a\n']);
  });

  it('holds both texts, whatever they are', () => {
    const pick = chance(7);
    const pieces = ['a\n', 'b\n', 'b\r\n', '\n', 'c', '---\n', 'tail'];
    for (let round = 0; round < 2_000; round += 1) {
      const text = (): string =>
        Array.from({ length: pick(8) }, () => pieces[pick(pieces.length)]).join('');
      const [before, after] = [text(), text()];
      const rows = diffRows(before, after);
      const of = (kind: string): string =>
        rows
          .filter((row) => row.kind === 'same' || row.kind === kind)
          .map(({ text }) => text)
          .join('');
      const unix = (it: string): string => it.replaceAll('\r\n', '\n');
      expect(of('removed')).toBe(before);
      expect(unix(of('added'))).toBe(unix(after));
    }
  });

  it('does not look for the shortest way between texts that have nothing in common', () => {
    const lines = (word: string): string =>
      Array.from({ length: 20_000 }, (_, n) => `${word} ${n} ${'x'.repeat(30)}\n`).join('');
    const rows = diffRows(`head\n${lines('old')}tail\n`, `head\n${lines('new')}tail\n`);
    expect(rows).toHaveLength(40_002);
    expect(rows.slice(0, 2).map(({ kind }) => kind)).toEqual(['same', 'removed']);
  });
});
