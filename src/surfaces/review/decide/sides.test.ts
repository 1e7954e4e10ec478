import { describe, expect, it } from 'vitest';
import type { CandidateJudged } from '../../../engine/learn/events';
import { snapshotOf, type LibrarySnapshot } from './librarySnapshot';
import { partsOf } from './parts';
import { planAccept } from './planAccept';
import { sidesOf } from './sides';
import { edit, judgedOn, libraryOf, skillText, snapshotAfter } from './testLibrary';
import { reviewEdit } from './testReview';

const before = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });
const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);
const contents = (texts: readonly (string | null | undefined)[]) =>
  texts.map((text) => text?.split('---\n\n')[1]?.trim().replaceAll('\n', ' ') ?? null);

function sides(
  library: LibrarySnapshot | undefined,
  more: Parameters<typeof reviewEdit>[2] = {},
  of: CandidateJudged = judged,
) {
  const ground = library && { dir: '/ws/skills', snapshot: library };
  return sidesOf(reviewEdit(of, library, more), ground).map((side) => ({
    ...side,
    shown: contents([side.base, side.offered, side.proposed]),
  }));
}

describe('the texts to show of an edit', () => {
  it('are the author’s, and what accepting writes', () => {
    const mine = libraryOf({ units: skillText('units', 'ONE\ntwo\nthree\nfour\nfive') });
    expect(sides(mine)).toMatchObject([
      {
        name: 'units',
        action: 'MODIFY',
        file: '/ws/skills/units.md',
        basis: 'author',
        base: mine.library.find('units')?.text,
        shown: ['ONE two three four five', 'ONE two three four FIVE', 'ONE two three four FIVE'],
      },
    ]);
    const written = snapshotAfter(planAccept(mine, partsOf(judged), () => ({})));
    expect(contents([written.library.find('units')?.text])[0]).toBe('ONE two three four FIVE');
  });

  it('show the author’s version of the proposal beside what was offered', () => {
    const text = before.library.find('units')?.text ?? '';
    const draft = { base: { units: text }, texts: { units: text.replace('two', 'TWO') } };
    expect(sides(before, { draft })[0]?.shown).toEqual([
      'one two three four five',
      'one two three four FIVE',
      'one TWO three four five',
    ]);
  });

  it('are the run’s, where the edit does not fit or there is no library', () => {
    const mine = libraryOf({ units: skillText('units', 'other') });
    const asInRun = [
      'one two three four five',
      'one two three four FIVE',
      'one two three four FIVE',
    ];
    expect(sides(mine)).toMatchObject([{ basis: 'run', shown: asInRun }]);
    const [nowhere] = sides(undefined);
    expect(nowhere).toMatchObject({ basis: 'run', shown: asInRun });
    expect(nowhere?.file).toBeUndefined();
  });

  it('of an accepted edit are the file without it, with all of it, and as it is now', () => {
    const accepted = snapshotAfter(planAccept(before, partsOf(judged), () => ({})));
    const now = libraryOf({
      units: (accepted.library.find('units')?.text ?? '').replace('one', 'ONE'),
    });
    expect(sides(now, { said: {} })).toMatchObject([
      {
        basis: 'author',
        shown: ['ONE two three four five', 'ONE two three four FIVE', 'ONE two three four FIVE'],
      },
    ]);
    const gone = snapshotOf(accepted.library.drop('units'));
    expect(sides(gone, { said: {} })).toMatchObject([{ basis: 'run', proposed: null }]);
  });

  it('name the file of a new skill, but none for a name that no file can have', () => {
    const added = judgedOn(before, [edit('ADD', 'new', 'x')]);
    expect(sides(before, {}, added)[0]).toMatchObject({
      file: '/ws/skills/new.md',
      base: null,
    });
    const name = '../evil';
    const evil = { ...added, edits: [edit('ADD', name, 'x')], before: {}, after: {} };
    expect(sides(before, {}, evil)[0]?.file).toBeUndefined();
  });

  it('show a skill that is removed and added again as one', () => {
    const again = judgedOn(before, [edit('REMOVE', 'units'), edit('ADD', 'units', 'anew')]);
    expect(sides(before, {}, again)).toMatchObject([
      { action: 'MODIFY', shown: ['one two three four five', 'anew', 'anew'] },
    ]);
  });
});
