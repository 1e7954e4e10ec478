import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/skillFormat';
import { judgeFit } from './judgeFit';
import { snapshotOf } from './librarySnapshot';
import { partsOf } from './parts';
import { planAccept } from './planAccept';
import { provenanceOf } from './provenance';
import { edit, judgedOn, libraryOf, skillText, snapshotAfter } from './testLibrary';
import type { LibrarySnapshot } from './librarySnapshot';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { Draft } from '../drafts';

const accept = (library: LibrarySnapshot, judged: CandidateJudged, draft?: Draft) =>
  planAccept(library, partsOf(judged, draft), (name) => provenanceOf(judged, name));
const fit = (library: LibrarySnapshot, judged: CandidateJudged, draft?: Draft) =>
  judgeFit(partsOf(judged, draft), library);

const before = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });

describe('accepting an edit into the author’s library', () => {
  it('gives the very text that the run made, where nothing else happened', () => {
    const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);
    expect(fit(before, judged)).toEqual({ fit: 'applies' });
    const plan = accept(before, judged);
    expect(plan).toMatchObject({
      kind: 'ready',
      skills: [{ file: 'units.md', before: judged.before['units'], after: judged.after['units'] }],
      archives: { '.history/units_v1.md': judged.before['units'] },
    });
    expect(fit(snapshotAfter(plan), judged)).toEqual({ fit: 'there' });
  });

  it('merges onto what the author changed elsewhere, and keeps what is theirs', () => {
    const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);
    const text = skillText('units', 'ONE\ntwo\nthree\nfour\nfive', { version: 7 });
    const mine = libraryOf({ units: text.replace('tags:', '# mine\nlicense: MIT\ntags:') });
    expect(fit(mine, judged)).toEqual({ fit: 'merges' });
    const skill = snapshotAfter(accept(mine, judged)).library.find('units');
    expect(skill).toMatchObject({
      content: 'ONE\ntwo\nthree\nfour\nFIVE',
      version: 8,
      provenance: { action: 'MODIFY', parent_version: 7, fixes: 2 },
    });
    expect(skill?.text).toContain('# mine\nlicense: MIT');
  });

  it('does not mind that the run has had other edits before, if they are of other lines', () => {
    const first = judgedOn(before, [edit('MODIFY', 'units', 'ONE\ntwo\nthree\nfour\nfive')]);
    const later = snapshotAfter(accept(before, first));
    const second = judgedOn(later, [edit('MODIFY', 'units', 'ONE\ntwo\nthree\nfour\nFIVE')]);
    expect(fit(before, second)).toEqual({ fit: 'merges' });
    const onlySecond = snapshotAfter(accept(before, second));
    expect(onlySecond.find('units')?.content).toBe('one\ntwo\nthree\nfour\nFIVE');
    const both = snapshotAfter(accept(onlySecond, first));
    expect(both.find('units')?.content).toBe('ONE\ntwo\nthree\nfour\nFIVE');
    // What a later edit brought along counts as being there.
    expect(fit(both, first).fit).toBe('there');
    expect(fit(both, second).fit).toBe('there');
  });

  it('is stale where both changed the same, and says at which skill', () => {
    const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);
    const mine = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nmine') });
    const hindrance = { name: 'units', why: 'conflict' };
    expect(fit(mine, judged)).toEqual({ fit: 'stale', hindrance });
    expect(accept(mine, judged)).toEqual({ kind: 'stale', hindrance });
    expect(fit(libraryOf({}), judged)).toMatchObject({ hindrance: { why: 'gone' } });
    expect(fit(snapshotOf(before.library, new Map([['units', 'no YAML']])), judged)).toEqual({
      fit: 'stale',
      hindrance: { name: 'units', why: 'broken', detail: 'no YAML' },
    });
  });

  it('adds and removes files, in either layout', () => {
    for (const layout of ['flat', 'folder'] as const) {
      const old = libraryOf({ old: skillText('old', 'x', { layout }) }, layout);
      const judged = judgedOn(old, [edit('REMOVE', 'old'), edit('ADD', 'new', 'y')]);
      const plan = accept(old, judged);
      const file = (name: string) => (layout === 'flat' ? `${name}.md` : `${name}/SKILL.md`);
      expect(plan).toMatchObject({
        skills: [
          { file: file('old'), after: null },
          { file: file('new'), before: null, after: judged.after['new'] },
        ],
        // Without provenance of ours, a version under `metadata` is the author's own.
        archives: {
          [`.history/old_v${layout === 'flat' ? 1 : 0}.md`]: old.library.find('old')?.text,
        },
      });
    }
    const other = libraryOf({ new: skillText('new', 'another') });
    expect(fit(other, judgedOn(libraryOf({}), [edit('ADD', 'new', 'y')]))).toMatchObject({
      fit: 'stale',
      hindrance: { why: 'taken' },
    });
    const changed = libraryOf({ old: skillText('old', 'changed') });
    const removal = judgedOn(libraryOf({ old: skillText('old', 'x') }), [edit('REMOVE', 'old')]);
    expect(fit(changed, removal)).toMatchObject({ hindrance: { why: 'changed' } });
    expect(fit(libraryOf({}), removal)).toEqual({ fit: 'there' });
  });

  it('refuses names that would leave the folder, or be no file', () => {
    for (const name of ['../../evil', 'a/b', '.hidden', 'con', 'x\u0000y', 'a'.repeat(80)]) {
      const judged = {
        ...judgedOn(libraryOf({}), [edit('ADD', 'ok', 'y')]),
        edits: [edit('ADD', name, 'y')],
        before: { [name]: null },
        after: { [name]: skillText('ok', 'y') },
      };
      expect(accept(libraryOf({}), judged), JSON.stringify(name)).toMatchObject({
        kind: 'stale',
        hindrance: { name, why: 'refused' },
      });
    }
  });

  it('finds no skill in what every object has', () => {
    const judged = judgedOn(libraryOf({}), [edit('ADD', 'constructor', 'y')]);
    expect(fit(libraryOf({}), judged).fit).toBe('applies');
    expect(snapshotAfter(accept(libraryOf({}), judged)).library.names()).toEqual(['constructor']);
  });

  it('merges tags and takes a changed description over', () => {
    const one = libraryOf({ a: skillText('a', 'x', { tags: ['p', 'q'] }) });
    const judged = judgedOn(one, [
      { action: 'MODIFY', name: 'a', description: 'Better.', content: 'x', tags: ['q', 'r'] },
    ]);
    const mine = libraryOf({ a: skillText('a', 'x', { tags: ['p', 'q', 'own'] }) });
    expect(snapshotAfter(accept(mine, judged)).find('a')).toMatchObject({
      description: 'Better.',
      tags: ['q', 'own', 'r'],
    });
    const both = libraryOf({ a: skillText('a', 'x', { description: 'Mine.' }) });
    expect(fit(both, judged)).toMatchObject({ hindrance: { why: 'conflict' } });
  });
});

describe('the author’s version of a proposal', () => {
  const judged = judgedOn(before, [edit('MODIFY', 'units', 'one\ntwo\nthree\nfour\nFIVE')]);
  const base = { units: before.library.find('units')?.text ?? '' };

  it('is written whole, but for its number and its provenance', () => {
    const own = base.units.replace('version: 1', 'version: 99\nlicense: MIT').replace('two', 'TWO');
    const draft = { base, texts: { units: own } };
    const skill = snapshotAfter(accept(before, judged, draft)).library.find('units');
    expect(skill).toMatchObject({ version: 2, provenance: { parent_version: 1 } });
    expect(skill?.text).toContain('license: MIT');
    expect(skill?.content).toBe('one\nTWO\nthree\nfour\nfive');
  });

  it('is merged when the file went on changing', () => {
    const draft = { base, texts: { units: base.units.replace('two', 'TWO') } };
    const mine = libraryOf({ units: base.units.replace('five', 'V') });
    expect(fit(mine, judged, draft).fit).toBe('merges');
    const skill = snapshotAfter(accept(mine, judged, draft)).find('units');
    expect(skill?.content).toBe('one\nTWO\nthree\nfour\nV');
  });

  it('must be a skill of that name', () => {
    const named = (name: string) => ({
      base,
      texts: { units: base.units.replace('name: units', name) },
    });
    expect(accept(before, judged, named('name: other'))).toMatchObject({
      hindrance: { why: 'refused', detail: 'the text names itself "other".' },
    });
    expect(accept(before, judged, named('name: [')).kind).toBe('stale');
    expect(accept(before, judged, { base, texts: { units: 'x'.repeat(1_000_001) } }).kind).toBe(
      'stale',
    );
  });

  it('may leave out a part', () => {
    const old = libraryOf({ old: skillText('old', 'x') });
    const pair = judgedOn(old, [edit('REMOVE', 'old'), edit('ADD', 'new', 'y')]);
    const text = old.library.find('old')?.text ?? '';
    const keepOld = accept(old, pair, { base: {}, texts: { old: text } });
    expect(snapshotAfter(keepOld).library.names()).toEqual(['new', 'old']);
    const leaveNew = accept(old, pair, { base: {}, texts: { new: null } });
    expect(snapshotAfter(leaveNew).library.names()).toEqual([]);
  });
});

describe('a run that was published without the files of its edits', () => {
  it('offers them as the edit says', () => {
    const { before: _b, after: _a, ...judged } = judgedOn(libraryOf({}), [edit('ADD', 'n', 'y')]);
    const [part] = partsOf({ ...judged, before: {}, after: {} });
    expect(parseSkill(part?.next ?? '', 'n.md')).toMatchObject({ name: 'n', content: 'y' });
  });
});
