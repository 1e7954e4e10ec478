import { describe, expect, it } from 'vitest';
import { Library } from '../../../engine/skill/library';
import { parseSkill } from '../../../engine/skill/skillFormat';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { LibrarySnapshot } from './librarySnapshot';
import { snapshotOf } from './librarySnapshot';
import { acceptedParts, partsOf } from './parts';
import { planAccept } from './planAccept';
import { planTakeOut } from './planTakeOut';
import { edit, judgedOn, libraryOf, skillText, snapshotAfter } from './testLibrary';

const accept = (library: LibrarySnapshot, judged: CandidateJudged) =>
  snapshotAfter(planAccept(library, partsOf(judged), () => ({ fixes: 2 })));
const takeOut = (library: LibrarySnapshot, judged: CandidateJudged) =>
  planTakeOut(library, acceptedParts(judged, undefined), judged.id);

const before = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });
const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);

describe('taking an accepted edit out again', () => {
  it('gives the file back as it was, and the archive with it', () => {
    const plan = takeOut(accept(before, judged), judged);
    expect(plan).toMatchObject({
      skills: [{ file: 'units.md', after: before.library.find('units')?.text }],
      archives: { '.history/units_v1.md': null },
    });
  });

  it('also an archived version that had to make room', () => {
    // Of an earlier life of the skill, under the number that accepting archives now.
    const old = (content: string, file: string) =>
      parseSkill(skillText('units', content), `.history/${file}`);
    const history = [old('older', 'units_v1.1.md'), old('old', 'units_v1.md')];
    const { learned, layout } = before.library;
    const library = snapshotOf(Library.of({ base: [], learned, history, layout }));
    const accepted = accept(library, judged);
    expect(accepted.library.files().get('.history/units_v1.2.md')).toBe(history[1]?.text);
    expect(takeOut(accepted, judged)).toMatchObject({
      archives: { '.history/units_v1.md': history[1]?.text, '.history/units_v1.2.md': null },
    });
  });

  it('also when the edit was merged onto other work', () => {
    const text = skillText('units', 'ONE\ntwo\nthree\nfour\nfive', { version: 7 });
    const mine = libraryOf({ units: text });
    const plan = takeOut(accept(mine, judged), judged);
    expect(snapshotAfter(plan).library.find('units')?.text).toBe(text);
  });

  it('leaves later work by hand', () => {
    const accepted = accept(before, judged);
    const skill = accepted.library.find('units');
    const edited = parseSkill((skill?.text ?? '').replace('one\n', 'ONE\n'), 'units.md');
    const out = snapshotAfter(takeOut(snapshotOf(accepted.library.put(edited)), judged));
    expect(out.library.find('units')).toMatchObject({
      content: 'ONE\ntwo\nthree\nfour\nfive',
      version: 3,
      provenance: { undoes: judged.id },
    });
    expect(out.library.history('units').map(({ content }) => content)).toEqual([
      'one\ntwo\nthree\nfour\nfive',
      'ONE\ntwo\nthree\nfour\nFIVE',
    ]);
  });

  it('refuses when the very lines were changed since, or the skill is gone', () => {
    const mine = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nother') });
    expect(takeOut(mine, judged)).toMatchObject({ hindrance: { why: 'conflict' } });
    expect(takeOut(libraryOf({}), judged)).toMatchObject({ hindrance: { why: 'gone' } });
  });

  it('removes what was added and brings back what was removed', () => {
    const old = libraryOf({ old: skillText('old', 'x', { version: 4 }) });
    const pair = judgedOn(old, [edit('REMOVE', 'old'), edit('ADD', 'new', 'y')]);
    const accepted = accept(old, pair);
    expect(accepted.library.names()).toEqual(['new']);
    const plan = takeOut(accepted, pair);
    const { library } = snapshotAfter(plan);
    expect(library.names()).toEqual(['old']);
    expect(library.find('old')?.text).toBe(old.library.find('old')?.text);
    expect(plan).toMatchObject({ archives: { '.history/old_v4.md': null } });
    expect(takeOut(old, pair)).toMatchObject({ kind: 'ready', skills: [], archives: {} });
  });

  it('takes out the author’s version that was accepted', () => {
    const own = skillText('units', 'one\nTWO\nthree\nfour\nfive', { version: 2 });
    const said = { edit: judged.id, decision: 'accept', at: '', files: { units: own } } as const;
    const parts = acceptedParts(judged, said);
    const plan = planTakeOut(libraryOf({ units: own }), parts, judged.id);
    expect(snapshotAfter(plan).find('units')?.content).toBe('one\ntwo\nthree\nfour\nfive');
  });

  it('prefers what somebody remembers exactly', () => {
    const remembered = `${skillText('units', 'one\ntwo\nthree\nfour\nfive')}\n\n`;
    const accepted = accept(before, judged);
    const now = accepted.library.find('units')?.text;
    const plan = planTakeOut(accepted, partsOf(judged), 'x', (name, text) =>
      name === 'units' && text === now ? remembered : undefined,
    );
    expect(plan).toMatchObject({ skills: [{ after: remembered }] });
  });
});
