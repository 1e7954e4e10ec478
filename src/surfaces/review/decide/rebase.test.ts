import { describe, expect, it } from 'vitest';
import { judgeFit } from './judgeFit';
import { partsOf } from './parts';
import { rebasePart } from './rebase';
import { edit, judgedOn, libraryOf, skillText } from './testLibrary';
import type { Answer } from './rebase';

const before = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });

function rebase(mine: string | undefined, change = 'ONE\ntwo\nthree\nfour\nFIVE') {
  const judged = judgedOn(before, [edit('MODIFY', 'units', change)]);
  const library = libraryOf(mine === undefined ? {} : { units: mine });
  const [part] = partsOf(judged);
  if (!part) throw new Error('no part');
  const plan = rebasePart(part, library.library.find('units'));
  /** Does the outcome fit, as a draft? */
  const fits = (answers: readonly Answer[]) =>
    judgeFit(
      partsOf(judged, {
        base: { units: mine ?? null },
        texts: { units: plan.text(answers) },
      }),
      library,
    ).fit;
  return { ...plan, fits };
}

describe('rebasing an edit', () => {
  it('asks only about the lines that both changed, and takes the others from whoever changed them', () => {
    const mine = skillText('units', 'mine\ntwo\nTHREE\nfour\nfive', { version: 9 });
    const { questions, text, fits } = rebase(mine);
    expect(questions).toEqual([
      { kind: 'lines', name: 'units', base: ['one'], mine: ['mine'], theirs: ['ONE'] },
    ]);
    expect(text(['mine'])).toContain('\n\nmine\ntwo\nTHREE\nfour\nFIVE\n');
    expect(text(['theirs'])).toContain('\n\nONE\ntwo\nTHREE\nfour\nFIVE\n');
    expect(text(['both'])).toContain('\n\nmine\nONE\ntwo\nTHREE\nfour\nFIVE\n');
    expect(text(['both'])).toContain('version: 9');
    expect(fits(['theirs'])).toBe('applies');
  });

  it('asks about the description too', () => {
    const judged = judgedOn(before, [
      { action: 'MODIFY', name: 'units', description: 'Theirs.', content: 'x' },
    ]);
    const [part] = partsOf(judged);
    const mine = libraryOf({ units: skillText('units', 'y', { description: 'Mine.' }) });
    const plan = part && rebasePart(part, mine.library.find('units'));
    expect(plan?.questions.map(({ kind }) => kind)).toEqual(['description', 'lines']);
    expect(plan?.text(['both', 'theirs'])).toMatch(/description: Mine\. Theirs\.[^]*\n\nx\n$/);
  });

  it('asks whether a skill that is gone is to come again', () => {
    const { questions, text, fits } = rebase(undefined);
    expect(questions).toEqual([{ kind: 'again', name: 'units' }]);
    expect(text(['mine'])).toBeNull();
    expect(text(['theirs'])).toContain('FIVE');
    expect(fits(['theirs'])).toBe('applies');
    expect(fits(['mine'])).toBe('there');
  });

  it('asks whether a skill that was changed is to go', () => {
    const removal = judgedOn(before, [edit('REMOVE', 'units')]);
    const [part] = partsOf(removal);
    const mine = libraryOf({ units: skillText('units', 'other') });
    const plan = part && rebasePart(part, mine.library.find('units'));
    expect(plan?.questions).toEqual([{ kind: 'remove', name: 'units' }]);
    expect(plan?.text(['theirs'])).toBeNull();
    expect(plan?.text(['mine'])).toContain('other');
  });

  it('puts two skills of one name next to each other', () => {
    const added = judgedOn(libraryOf({}), [edit('ADD', 'units', 'a\nb\nc')]);
    const [part] = partsOf(added);
    const mine = libraryOf({ units: skillText('units', 'a\nx\nc') });
    const plan = part && rebasePart(part, mine.library.find('units'));
    expect(plan?.questions).toEqual([
      { kind: 'lines', name: 'units', base: [], mine: ['x'], theirs: ['b'] },
    ]);
    expect(plan?.text(['both'])).toContain('\n\na\nx\nb\nc\n');
  });
});
