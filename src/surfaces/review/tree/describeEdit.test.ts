import { describe, expect, it } from 'vitest';
import type { CandidateJudged, Decision } from '../../../engine/learn/events';
import { noUsage } from '../../../engine/usage';
import { plainWords } from '../../common/plainWords';
import { gateRerun } from '../decide/gateRerun';
import { edit, judgedOn, libraryOf, skillText } from '../decide/testLibrary';
import { reviewEdit } from '../decide/testReview';
import type { ReviewEdit } from '../reviewEdit';
import { describeEdit, editTooltip } from './describeEdit';
import { editNodes, runName, runNodes } from './editNodes';
import { filters, isFilter, passes } from './filter';

const library = libraryOf({ units: skillText('units', 'one') });
const judged = judgedOn(library, [edit('MODIFY', 'units', 'two')]);
const refused = { ...judged, verdict: 'rejected' } as const;
const nothing = {
  ...{ probes: [], fixed: 0, regressed: 0, passed: 0, evaluated: 0, errored: 0 },
  ...{ usage: noUsage, limited: false },
};
const shown = (...args: Parameters<typeof reviewEdit>) =>
  describeEdit(reviewEdit(...args), undefined, plainWords);

describe('a line of the view of edits', () => {
  it('says what the gate said, what the author said, and how it fits', () => {
    expect(shown(judged, library)).toEqual({
      label: 'MODIFY units',
      description: '+2 −0 · gate: accepted',
      icon: 'pass',
      colour: 'testing.iconPassed',
      contextValue: 'edit.pending',
    });
    expect(shown(judged, library, { isWaitedFor: true })).toMatchObject({
      description: '+2 −0 · waits for you · gate: accepted',
      contextValue: 'edit.pending.awaited',
    });
    const mine = libraryOf({ units: skillText('units', 'mine') });
    expect(shown(judged, mine)).toMatchObject({
      description: '+2 −0 · gate: accepted · no longer applies',
      contextValue: 'edit.pending.stale',
    });
    const there = libraryOf({ units: judged.after['units'] ?? '' });
    expect(shown(refused, there, { said: {} })).toMatchObject({
      description: '+2 −0 · accepted by you · gate: rejected',
      icon: 'person',
      contextValue: 'edit.accepted.override',
    });
    // Accepted on the command line: the author's files know nothing of it.
    expect(shown(judged, library, { said: {} })).toMatchObject({
      description: '+2 −0 · accepted by you · gate: accepted · not in your library',
      contextValue: 'edit.accepted.missing',
    });
    // Somebody else has put it there: to reject it takes nothing out.
    const rejected = { said: { decision: 'reject' } } as const;
    expect(shown(judged, there, rejected).description).toBe(
      '+2 −0 · rejected by you · gate: accepted · still in your library',
    );
    const removal = judgedOn(library, [edit('REMOVE', 'units')]);
    expect(shown(removal, libraryOf({}), rejected).description).toContain(
      'still gone from your library',
    );
    expect(shown(judged, library, { said: { decision: 'reject' } }).contextValue).toBe(
      'edit.rejected.override',
    );
    expect(shown(judged, undefined).contextValue).toBe('edit.pending');
  });

  it('says that part of it was accepted, and that nobody probed the part', () => {
    const two = libraryOf({ units: skillText('units', 'one\ntwo\nthree\nfour\nfive') });
    const both = judgedOn(two, [edit('MODIFY', 'units', 'ONE\ntwo\nthree\nfour\nFIVE')]);
    const text = both.after['units'] ?? '';
    const part = { files: { units: text.replace('FIVE', 'five') } };
    const said = (files: Partial<Decision>, judged: CandidateJudged = both) =>
      reviewEdit(judged, two, { said: files });
    const words = (it: ReviewEdit) => describeEdit(it, undefined, plainWords).description;
    expect(words(said(part))).toContain('accepted in part by you · gate: accepted');
    expect(editTooltip(said(part), plainWords)).toContain(
      'accepted in part by you; this version was not itself probed',
    );
    expect(passes(said(part), 'overridden')).toBe(false);
    // Its probes were run on the part, with this outcome.
    const lost = { ...part, verdict: 'rejected' } as const;
    expect(editTooltip(said(lost), plainWords)).toContain(
      'accepted in part by you, against the gate',
    );
    expect(editTooltip(said({ ...part, verdict: 'accepted' }), plainWords)).not.toContain('probed');
    const refusedBoth = { ...both, verdict: 'rejected' } as const;
    expect(passes(said(part, refusedBoth), 'overridden')).toBe(true);
    // More than a choice of hunks, or all of them.
    const own = { files: { units: text.replace('FIVE', 'mine') } };
    expect(words(said(own))).toContain('accepted by you · gate: accepted');
    expect(words(said({}))).toContain('accepted by you · gate: accepted');
  });

  it('says when the probes that were run again are of another time', () => {
    const known = { of: '', against: '', sources: new Map(), isOwn: false, at: '' };
    const rerun = gateRerun(judged, { ...nothing, passed: 3, evaluated: 4 }, known, plainWords);
    const review = reviewEdit(judged, library, { rerun });
    expect(describeEdit(review, undefined, plainWords).description).toContain(
      're-run 3/4, outdated',
    );
    expect(editTooltip(review, plainWords)).toContain('has changed since these probes ran');
  });

  it('says how far its probes are', () => {
    const review = reviewEdit(judged, library);
    const at = (done: number, total: number) =>
      describeEdit(review, { done, total }, plainWords).description;
    expect(at(0, 0)).toMatch(/^probing… · /);
    expect(at(3, 8)).toMatch(/^probing 3\/8 · /);
  });

  it('shows hostile names and texts as what they are', () => {
    const name = '[x](command:evil) <img src=x>\u202e\n# h';
    const hostile = {
      ...judged,
      edits: [edit('ADD', name, 'x')],
      before: {},
      after: {},
      reason: '[click](command:evil) `a` <b>',
      label: '**bold**',
    };
    const review = reviewEdit(hostile, library, {
      said: { decision: 'reject', reason: '![i](http://x)' },
    });
    expect(describeEdit(review, undefined, plainWords).label).toBe(
      'ADD [x](command:evil) <img src=x>\\u202e # h',
    );
    const tooltip = editTooltip(review, plainWords);
    expect(tooltip).not.toMatch(/(?<!\\)\[[^\]]*(?<!\\)\]\(/);
    expect(tooltip).not.toContain('<');
    expect(tooltip).toContain('rejected by you, against the gate');
  });
});

describe('the filter', () => {
  it('lets through what it is named after', () => {
    const edits = {
      open: reviewEdit(judged, library),
      refused: reviewEdit(refused, library),
      awaited: reviewEdit(refused, library, { isWaitedFor: true }),
      accepted: reviewEdit(judged, library, { said: {} }),
      override: reviewEdit(judged, library, { said: { decision: 'reject' } }),
    };
    const through = (filter: (typeof filters)[number]) =>
      Object.entries(edits).flatMap(([name, it]) => (passes(it, filter) ? [name] : []));
    expect(through('all')).toHaveLength(5);
    expect(through('main')).toEqual(['open', 'awaited', 'accepted', 'override']);
    expect(through('open')).toEqual(['open', 'awaited']);
    expect(through('pending')).toEqual(['open', 'refused', 'awaited']);
    expect(through('accepted')).toEqual(['accepted']);
    expect(through('rejected')).toEqual(['override']);
    expect(through('overridden')).toEqual(['override']);
  });

  it('is not read from anything else', () => {
    expect(filters.every(isFilter)).toBe(true);
    expect([undefined, 'evil', 7, {}].some(isFilter)).toBe(false);
  });
});

describe('the nodes of the view', () => {
  const many = Array.from({ length: 450 }, (_, i) =>
    reviewEdit({ ...judged, id: `e${i}` }, library),
  );

  it('are the runs, with a bounded number of edits below', () => {
    const [run] = runNodes(many, 'all');
    expect(run?.edits).toHaveLength(450);
    if (!run) return;
    const nodes = editNodes(run);
    expect(nodes).toHaveLength(201);
    expect(nodes.at(-1)).toMatchObject({ kind: 'more', count: 250 });
    expect(editNodes(run, 450)).toHaveLength(450);
    expect(runNodes(many, 'accepted')).toEqual([]);
  });

  it('keep what the gate refused behind one of them, as long as nobody asks', () => {
    const edits = [reviewEdit(judged, library), reviewEdit({ ...refused, id: 'no' }, library)];
    const [main] = runNodes(edits, 'main');
    if (!main) throw new Error('no run');
    expect(editNodes(main).map(({ kind }) => kind)).toEqual(['edit', 'refused']);
    const [all] = runNodes(edits, 'all');
    expect(all?.edits).toHaveLength(2);
    expect(all?.refused).toBe(0);
    const [only] = runNodes(edits.slice(1), 'main');
    expect(only).toMatchObject({ edits: [], refused: 1 });
  });

  it('begin with what a run waits for', () => {
    const waiting = reviewEdit({ ...judged, id: 'last' }, library, { isWaitedFor: true });
    const [run] = runNodes([...many, waiting], 'all');
    expect(run?.edits[0]?.candidate.judged.id).toBe('last');
    expect(run?.edits[1]?.candidate.judged.id).toBe('e0');
  });

  it('name a run by the way to it', () => {
    expect(runName({ root: '/ws/runs', dir: '/ws/runs/a/b', name: 'b' })).toBe('a/b');
    expect(runName({ root: '/ws/runs', dir: '/ws/runs', name: 'runs' })).toBe('runs');
  });
});

describe('thousands of edits', () => {
  it('are listed without working out how each of them fits', () => {
    const texts = Array.from({ length: 5_000 }, (_, i) => `line ${i}`).join('\n');
    const big = libraryOf({ units: skillText('units', texts) });
    const candidate = judgedOn(big, [edit('MODIFY', 'units', `${texts}\nmore`)]);
    const start = performance.now();
    const edits = Array.from({ length: 5_000 }, (_, i) =>
      reviewEdit({ ...candidate, id: `e${i}` }, big),
    );
    const [run] = runNodes(edits, 'pending');
    expect(run && editNodes(run)).toHaveLength(201);
    // Generous: each by itself would take milliseconds.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
