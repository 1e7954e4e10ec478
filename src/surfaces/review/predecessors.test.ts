import { describe, expect, it } from 'vitest';
import { edit, judgedOn, libraryOf, snapshotAfter } from './decide/testLibrary';
import { reviewEdit } from './decide/testReview';
import { planAccept } from './decide/planAccept';
import { partsOf } from './decide/parts';
import { lastWords } from './foldDecisions';
import { Predecessors } from './predecessors';

const empty = libraryOf({});
const first = judgedOn(empty, [edit('ADD', 'units', 'one')], { id: 'first' });
const run = snapshotAfter(planAccept(empty, partsOf(first), () => first.score as never));
const inRun = { ...first, after: { units: run.library.find('units')?.text ?? '' } };
const second = judgedOn(run, [edit('MODIFY', 'units', 'two')], { id: 'second' });
const candidates = [inRun, second].map((judged) => ({ judged, isApplied: true }));

describe('an edit that builds on another one', () => {
  const wants = (said: Parameters<typeof lastWords>[0]) => {
    const predecessors = new Predecessors(candidates, lastWords(said));
    return reviewEdit(second, empty, { predecessors });
  };

  it('says which one to accept first', () => {
    const early = wants([]);
    expect(early).toMatchObject({ fit: 'stale', isEarly: true });
    expect(early.fitReason).toBe(
      'It builds on ADD units, which you have not accepted. Accept that one first.',
    );
  });

  it('is only stale once that was accepted and its skill is gone', () => {
    const stale = wants([{ edit: 'first', decision: 'accept', at: '' }]);
    expect(stale).toMatchObject({ fit: 'stale', isEarly: false });
    expect(stale.fitReason).toContain('no skill "units"');
  });
});
