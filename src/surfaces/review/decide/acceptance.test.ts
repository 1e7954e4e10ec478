import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/skillFormat';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { ReviewEdit } from '../reviewEdit';
import { considerAccept, type AuthorsTexts } from './acceptance';
import type { LibrarySnapshot } from './librarySnapshot';
import { snapshotOf } from './librarySnapshot';
import { isCurrent, measurable } from './measurable';
import { markOf } from './plan';
import type { Rerun } from './rerun';
import { edit, judgedOn, libraryOf, skillText } from './testLibrary';
import { reviewEdit } from './testReview';

const before = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });
const text = before.library.find('units')?.text ?? '';
const modify = (content: string, more: Partial<CandidateJudged> = {}): CandidateJudged =>
  judgedOn(before, [edit('MODIFY', 'units', content)], more);
const judged = modify('ONE\ntwo\nthree\nfour\nFIVE');

function ready(review: ReviewEdit, library: LibrarySnapshot, texts?: AuthorsTexts) {
  const considered = considerAccept(review, library, { texts });
  if (considered.kind !== 'ready') throw new Error(JSON.stringify(considered));
  return { ...considered, written: considered.plan('because', 'then').after.find('units') };
}

const rerun = (of: string, verdict: Rerun['verdict'], against = markOf(before.library)): Rerun => ({
  of,
  against,
  sources: new Map(),
  verdict,
  reason: '',
  score: judged.score,
  probes: [],
  fixed: 2,
  regressed: 0,
  passed: 7,
  evaluated: 8,
  errored: 0,
  isOwn: true,
  at: '',
});

describe('accepting a proposal', () => {
  it('as the gate did is no override, and says nothing more', () => {
    const plain = ready(reviewEdit(judged, before), before);
    expect(plain).toMatchObject({ isOverride: false, isOwn: false, verdict: 'accepted' });
    expect(plain.files).toBeUndefined();
    expect(plain.evidence).toBeUndefined();
    expect(plain.written?.text).toBe(judged.after['units']);
  });

  it('against the gate is written into the skill, with what was measured', () => {
    const outcomes = [
      { sample: 'a', outcome: 'fixed', passedBefore: false },
      { sample: 'b', outcome: 'regressed', passedBefore: true },
      { sample: 'c', outcome: 'not evaluated', passedBefore: true },
    ] as const;
    const refused = modify('ONE\ntwo\nthree\nfour\nfive', { verdict: 'rejected', outcomes });
    expect(ready(reviewEdit(refused, before), before)).toMatchObject({
      isOverride: true,
      files: undefined,
      written: {
        provenance: {
          action: 'MODIFY',
          override: {
            by: 'author',
            verdict: 'rejected',
            reason: 'because',
            at: 'then',
            evidence: '1 fixed, 1 regressed of 3 probes (1 not run)',
          },
        },
      },
    });
  });

  it('merged onto the author’s text tells the run only that it was accepted', () => {
    const mine = libraryOf({ units: skillText('units', 'one\ntwo\nTHREE\nfour\nfive') });
    const merged = ready(reviewEdit(judged, mine), mine);
    expect(merged.files).toBeUndefined();
    expect(merged.written?.content).toBe('ONE\ntwo\nTHREE\nfour\nFIVE');
  });
});

describe('accepting in part', () => {
  const partly = text.replace('one', 'ONE');

  it('counts against the gate, which was not asked about that text', () => {
    const part = ready(reviewEdit(judged, before), before, { units: partly });
    expect(part).toMatchObject({ isOverride: true, isOwn: true, verdict: 'inconclusive' });
    expect(part.written?.content).toBe('ONE\ntwo\nthree\nfour\nfive');
    expect(part.written?.provenance).toMatchObject({ edited_by: 'author', fixes: 2 });
    expect(parseSkill(part.files?.['units'] ?? '', 'units.md').content).toBe(
      'ONE\ntwo\nthree\nfour\nfive',
    );
  });

  it('is the gate’s when its probes were run on that very text', () => {
    const { mark } = ready(reviewEdit(judged, before), before, { units: partly });
    const probed = reviewEdit(judged, before, { rerun: rerun(mark, 'accepted') });
    const part = ready(probed, before, { units: partly });
    expect(part).toMatchObject({
      isOverride: false,
      verdict: 'accepted',
      evidence: "re-run on the author's version: 7/8, 2 fixed, 0 regressed",
    });
    expect(part.written?.provenance?.override).toBeUndefined();
    const lost = reviewEdit(judged, before, { rerun: rerun(mark, 'rejected') });
    expect(ready(lost, before, { units: partly }).isOverride).toBe(true);
    const other = reviewEdit(judged, before, { rerun: rerun('another text', 'accepted') });
    expect(ready(other, before, { units: partly }).isOverride).toBe(true);
  });

  it('is the gate’s no longer when another skill, the configuration or the task has changed', () => {
    const { mark } = ready(reviewEdit(judged, before), before, { units: partly });
    const accepted = rerun(mark, 'accepted');
    const more = libraryOf({ units: text, dates: skillText('dates', 'x') });
    for (const [library, known] of [
      [more, accepted],
      [before, { ...accepted, isLapsed: true }],
    ] as const) {
      const probed = reviewEdit(judged, library, { rerun: known });
      expect(ready(probed, library, { units: partly })).toMatchObject({
        isOverride: true,
        verdict: 'inconclusive',
        evidence: undefined,
      });
    }
  });

  it('of all parts is the proposal', () => {
    const whole = ready(reviewEdit(judged, before), before, {
      units: judged.after['units'] ?? '',
    });
    expect(whole).toMatchObject({ isOverride: false, isOwn: false, files: undefined });
    expect(whole.written?.text).toBe(judged.after['units']);
  });

  it('is merged onto what the author typed after the parts were chosen', () => {
    const typed = libraryOf({ units: text.replace('three', 'THREE') });
    const review = reviewEdit(judged, typed);
    const input = { texts: { units: partly }, base: { units: text } };
    const considered = considerAccept(review, typed, input);
    if (considered.kind !== 'ready') throw new Error(JSON.stringify(considered));
    expect(considered.plan('', '').after.find('units')?.content).toBe(
      'ONE\ntwo\nTHREE\nfour\nfive',
    );
    const clash = libraryOf({ units: text.replace('one', 'mine') });
    expect(considerAccept(reviewEdit(judged, clash), clash, input).kind).toBe('stale');
  });

  it('of none is nothing', () => {
    const review = reviewEdit(judged, before);
    expect(considerAccept(review, before, { texts: { units: text } }).kind).toBe('nothing');
    const draft = { base: { units: text }, texts: { units: text } };
    expect(considerAccept(reviewEdit(judged, before, { draft }), before).kind).toBe('nothing');
  });

  it('and then more of it takes the place of the first part, under the same version', () => {
    const first = ready(reviewEdit(judged, before), before, { units: partly });
    const library = snapshotOf(first.plan('', '').after);
    const said = { files: first.files ?? {} };
    const accepted = reviewEdit(judged, library, { said });
    expect(accepted).toMatchObject({ decision: 'accepted', fit: 'there' });
    const second = ready(accepted, library, {
      units: (library.library.find('units')?.text ?? '').replace('five', 'FIVE'),
    });
    expect(second).toMatchObject({ isOwn: false, files: undefined });
    expect(second.written).toMatchObject({ content: judged.edits[0]?.content, version: 2 });
    expect(second.plan('', '').archives).toEqual({});
  });

  it('is told to the run in its own terms, where the run has come further than the author', () => {
    const later = libraryOf({ units: skillText('units', 'one\ntwo\nTHREE\nfour\nfive') });
    const judgedLater = judgedOn(later, [edit('MODIFY', 'units', 'ONE\ntwo\nTHREE\nfour\nFIVE')]);
    const part = ready(reviewEdit(judgedLater, before), before, { units: partly });
    expect(part.written?.content).toBe('ONE\ntwo\nthree\nfour\nfive');
    expect(parseSkill(part.files?.['units'] ?? '', 'units.md').content).toBe(
      'ONE\ntwo\nTHREE\nfour\nfive',
    );
  });
});

describe('what a re-run measures', () => {
  it('is the author’s library with the edit against without', () => {
    const what = measurable(reviewEdit(judged, before), before);
    if ('hindrance' in what) throw new Error('cannot be measured');
    expect(what.saved.find('units')?.content).toBe('one\ntwo\nthree\nfour\nfive');
    expect(what.edited.find('units')?.content).toBe('ONE\ntwo\nthree\nfour\nFIVE');
    const project = libraryOf({ units: text, other: skillText('other', 'x') }).library;
    expect(what.into(project, what.edited).find('units')?.content).toContain('FIVE');
    // All of the author's library counts, also what the project had read before it was changed.
    expect(what.into(project, what.edited).names()).toEqual(['units']);
  });

  it('is the same after it was accepted', () => {
    const after = snapshotOf(ready(reviewEdit(judged, before), before).plan('', '').after);
    const what = measurable(reviewEdit(judged, after, { said: {} }), after);
    if ('hindrance' in what) throw new Error('cannot be measured');
    expect(what.saved.find('units')?.content).toBe('one\ntwo\nthree\nfour\nfive');
    expect(what.edited.find('units')?.content).toBe('ONE\ntwo\nthree\nfour\nFIVE');
    expect(what.facts.of).toBe(ready(reviewEdit(judged, before), before).mark);
    const untouched = measurable(reviewEdit(judged, before), before);
    expect(untouched).toMatchObject({ facts: { against: what.facts.against } });
  });

  it('is out of date, and not forgotten, when it would measure something else now', () => {
    const what = measurable(reviewEdit(judged, before), before);
    if ('hindrance' in what) throw new Error('cannot be measured');
    const known = rerun(what.facts.of, 'accepted', what.facts.against);
    const look = (library: LibrarySnapshot, more: Parameters<typeof reviewEdit>[2] = {}) => {
      const review = reviewEdit(judged, library, { rerun: known, ...more });
      expect(review.rerun?.verdict).toBe('accepted');
      expect(isCurrent(review.rerun ?? known, review, library)).toBe(!review.isRerunOutdated);
      return review.isRerunOutdated;
    };
    expect(look(before)).toBe(false);
    const after = snapshotOf(ready(reviewEdit(judged, before), before).plan('', '').after);
    expect(look(after, { said: {} })).toBe(false);
    expect(look(libraryOf({ units: text, dates: skillText('dates', 'x') }))).toBe(true);
    expect(look(libraryOf({ units: text.replace('three', 'THREE') }))).toBe(true);
    expect(look(libraryOf({ units: text.replace('one', 'mine') }))).toBe(true);
    expect(look(before, { rerun: { ...known, isLapsed: true } })).toBe(true);
    const draft = { base: { units: text }, texts: { units: text.replace('one', 'ONE') } };
    expect(look(before, { draft })).toBe(true);
    expect(reviewEdit(judged, before).isRerunOutdated).toBe(false);
  });

  it('is nothing for what is stale or makes no difference', () => {
    const mine = libraryOf({ units: skillText('units', 'other') });
    expect(measurable(reviewEdit(judged, mine), mine)).toMatchObject({
      hindrance: { why: 'conflict' },
    });
    const there = libraryOf({ units: judged.after['units'] ?? '' });
    expect(measurable(reviewEdit(judged, there), there)).toEqual({ hindrance: undefined });
  });
});
