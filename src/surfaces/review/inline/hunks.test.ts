import { describe, expect, it } from 'vitest';
import { assemble, changeOf, type TextPair } from './hunks';
import { after, before, chance, modify } from './testSides';

const all = (): boolean => true;
const none = (): boolean => false;

describe('changeOf', () => {
  it('leaves version and provenance out of what is decided', () => {
    const change = changeOf(modify(before, after));
    const shown = change.hunks.map(({ start, end, isBookkeeping }) => [
      isBookkeeping ? 'goes along' : 'decided',
      ...change.rows.slice(start, end).map(({ kind, text }) => `${kind} ${text.trim()}`.trim()),
    ]);
    expect(shown).toEqual([
      [
        'decided',
        'removed description: Where a measurement is found in a Bundle.',
        'removed tags: [patient, level]',
        'added description: Where the latest measurement is found in a Bundle.',
        'added tags: [patient, level, recent]',
      ],
      [
        'goes along',
        'removed version: 1',
        'added version: 2',
        'added provenance:',
        'added epoch: 0',
        'added fixes: 2',
      ],
      ['decided', 'added The place of an entry says nothing about its time.', 'added'],
      ['decided', 'removed - Look at every entry.', 'added - Look at every entry of the code.'],
      ['decided', 'added - Take the greatest `effectiveDateTime`.'],
    ]);
  });

  it('knows the bookkeeping of a skill that is a folder', () => {
    const head = '---\nname: a\ndescription: d\n';
    const change = changeOf(
      modify(
        `${head}---\nold\n`,
        `${head}metadata:\n  version: "2"\n  grasp-provenance: '{}'\n---\nnew\n`,
      ),
    );
    expect(change.hunks.map(({ isBookkeeping }) => isBookkeeping)).toEqual([true, false]);
  });

  it('lets an edit of nothing but bookkeeping be decided', () => {
    const change = changeOf(modify('---\nversion: 1\n---\nx\n', '---\nversion: 2\n---\nx\n'));
    expect(change.hunks.map(({ isBookkeeping }) => isBookkeeping)).toEqual([false]);
  });

  it('does not take a line of the body for frontmatter', () => {
    const change = changeOf(modify('# A\nversion: 1\n', '# A\nversion: 2\n'));
    expect(change.hunks.map(({ isBookkeeping }) => isBookkeeping)).toEqual([false]);
  });

  it('has one hunk for a file that comes or goes, even an empty one', () => {
    const add: TextPair = { name: 'n', action: 'ADD', base: null, proposed: '' };
    expect(changeOf(add).hunks).toHaveLength(1);
    expect(assemble(changeOf(add), all)).toBe('');
    expect(assemble(changeOf(add), none)).toBeNull();
    const remove: TextPair = { ...add, action: 'REMOVE', base: before, proposed: null };
    expect(changeOf(remove).hunks).toHaveLength(1);
    expect(assemble(changeOf(remove), all)).toBeNull();
    expect(assemble(changeOf(remove), none)).toBe(before);
  });

  it('names a hunk by what it changes, not by where', () => {
    const here = changeOf(modify('a\nb\nc\nb\n', 'a\nx\nc\nx\n')).hunks;
    const there = changeOf(modify('0\na\nb\nc\nb\n', '0\na\nx\nc\nx\n')).hunks;
    expect(here.map(({ id }) => id)).toEqual(there.map(({ id }) => id));
    expect(new Set(here.map(({ id }) => id)).size).toBe(2);
  });
});

describe('assemble', () => {
  it('takes bookkeeping along with the first hunk that is taken', () => {
    const change = changeOf(modify(before, after));
    const last = change.hunks.at(-1);
    const text = assemble(change, (hunk) => hunk === last);
    expect(text).toContain('version: 2');
    expect(text).toContain('- Take the greatest');
    expect(text).toContain('description: Where a measurement is found');
  });

  it('gives the proposal for all hunks and the base for none, and each choice has its own text', () => {
    const pick = chance(11);
    const pieces = [
      '---\n',
      'version: 1\n',
      'version: 2\n',
      'tags: [a]\n',
      'x\n',
      'y\r\n',
      '\n',
      'z',
    ];
    for (let round = 0; round < 2_000; round += 1) {
      const text = (): string =>
        Array.from({ length: pick(9) }, () => pieces[pick(pieces.length)]).join('');
      const [base, proposed] = [text(), text()];
      const change = changeOf(modify(base, proposed));
      if (change.hunks.length === 0) continue;
      expect(assemble(change, all)).toBe(proposed);
      expect(assemble(change, none)).toBe(base);
      // Taking the rest in a second step comes to the same as taking all at once.
      const first = change.hunks.filter(() => pick(2) === 0);
      const half = assemble(change, (hunk) => first.includes(hunk)) ?? '';
      const rest = changeOf(modify(half, proposed));
      if (rest.hunks.length > 0) expect(assemble(rest, all)).toBe(proposed);
    }
  });
});
