import { describe, expect, it } from 'vitest';
import { changeOf, type TextPair } from './hunks';
import { mergedDocument, type MergedDocument } from './mergedDocument';
import { after, before, modify } from './testSides';

const golden = (name: string): string => `../../../../test/golden/review/${name}`;

/** The document with what the editor shows by colour: marks before the lines, hunks and words. */
function print({ text, lines, hunks }: MergedDocument): string {
  const mark = { same: ' ', removed: '-', added: '+', title: '=' } as const;
  const shown = text.split('\n').map((line, at) => {
    const { kind, words, isOpenEnd } = lines[at]!;
    const parts = [...words]
      .reverse()
      .reduce(
        (it, { start, end }) => `${it.slice(0, start)}«${it.slice(start, end)}»${it.slice(end)}`,
        line,
      );
    const hunk = hunks.find(({ first, last }) => first <= at && at <= last);
    const gutter =
      hunk === undefined ? '   ' : `${hunk.isBookkeeping ? 'b' : 'h'}${hunks.indexOf(hunk)} `;
    return `${gutter}${mark[kind]} ${parts}${isOpenEnd ? ' ⏎missing' : ''}`.trimEnd();
  });
  return `${shown.join('\n')}\n`;
}

const show = (...sides: TextPair[]): string => print(mergedDocument(sides.map(changeOf)));

describe('mergedDocument', () => {
  it('shows a MODIFY', async () => {
    await expect(show(modify(before, after, 'read_the_bundle'))).toMatchFileSnapshot(
      golden('modify.txt'),
    );
  });

  it('shows a pair under headings', async () => {
    const remove: TextPair = {
      name: 'old',
      action: 'REMOVE',
      base: 'Old.\n',
      proposed: null,
    };
    const add: TextPair = {
      name: 'new',
      action: 'ADD',
      base: null,
      proposed: 'New.\nLine',
    };
    await expect(show(remove, add)).toMatchFileSnapshot(golden('pair.txt'));
  });

  it('shows unseen characters, lone carriage returns and hostile names, each line one line', async () => {
    const text =
      '\ufeff# A\nhidden \u202e\u200b\nlone\rreturn\nseparator\u2028here\n[x](command:y)\n';
    const remove: TextPair = {
      name: 'evil\n- x\u202e',
      action: 'REMOVE',
      base: 'x\n',
      proposed: null,
    };
    const side = modify('\ufeff# A\n', text, 'a`b');
    const { text: shown, lines } = mergedDocument([remove, side].map(changeOf));
    expect(shown.split(/\r\n|[\r\n\u2028\u2029]/)).toHaveLength(lines.length);
    await expect(show(remove, side)).toMatchFileSnapshot(golden('hostile.txt'));
  });

  it('tells nothing of line ends, and that the last one is missing', () => {
    expect(show(modify('a\r\nb\r\n', 'a\nb\nc'))).toBe('     a\n     b\nh0 + c ⏎missing\n');
  });

  it('holds a line for the hunk of an empty file', () => {
    const add: TextPair = { name: 'n', action: 'ADD', base: null, proposed: '' };
    const { text, hunks } = mergedDocument([changeOf(add)]);
    expect(text).toBe('');
    expect(hunks).toMatchObject([{ first: 0, last: 0, removed: 0, added: 0 }]);
  });

  it('has room for a text of a megabyte', () => {
    const line = `${'word '.repeat(20)}\n`;
    const long = line.repeat(10_000);
    const { lines, hunks } = mergedDocument([
      changeOf(modify(long, `${long}${'y'.repeat(200_000)}\n`)),
    ]);
    expect(lines).toHaveLength(10_001);
    expect(hunks).toMatchObject([{ first: 10_000, last: 10_000 }]);
  });
});
