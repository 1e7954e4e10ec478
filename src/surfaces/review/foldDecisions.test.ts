import { describe, expect, it } from 'vitest';
import type { Decision } from '../../engine/learn/events';
import type { CandidateState } from '../../store/runState';
import { edit, judgedOn, libraryOf } from './decide/testLibrary';
import { decided, lastWords } from './foldDecisions';

const judged = judgedOn(libraryOf({}), [edit('ADD', 'a', 'x')], { id: 'a' });
const refused = { ...judged, verdict: 'rejected' } as const;
const say = (decision: Decision['decision'], more: Partial<Decision> = {}): Decision => ({
  edit: 'a',
  decision,
  at: '',
  ...more,
});
const fold = (candidate: CandidateState['judged'], ...said: readonly Decision[]) =>
  decided({ judged: candidate, isApplied: false }, lastWords(said));

describe('what the author decided', () => {
  it('is the last word, and nothing before the first', () => {
    expect(fold(judged)).toEqual({ decision: 'pending', isOverride: false });
    expect(fold(judged, say('accept'), say('reject')).decision).toBe('rejected');
    expect(fold(judged, say('accept'), say('undo'))).toMatchObject({
      decision: 'pending',
      isOverride: false,
      said: { decision: 'undo' },
    });
  });

  it('is an override where the gate says otherwise', () => {
    expect(fold(judged, say('accept')).isOverride).toBe(false);
    expect(fold(judged, say('reject')).isOverride).toBe(true);
    expect(fold(refused, say('accept')).isOverride).toBe(true);
    expect(fold(refused, say('reject')).isOverride).toBe(false);
    const revise = { ...judged, verdict: 'revise' } as const;
    expect(fold(revise, say('accept')).isOverride).toBe(true);
  });

  it('is an override of an own text that the gate was not asked about', () => {
    const files = { a: 'mine' };
    expect(fold(judged, say('accept', { files })).isOverride).toBe(true);
    expect(fold(judged, say('accept', { files, verdict: 'accepted' })).isOverride).toBe(false);
    expect(fold(refused, say('accept', { files, verdict: 'accepted' })).isOverride).toBe(false);
  });

  it('counts an edit that was rolled back as refused', () => {
    const canaries = {
      type: 'canaries.measured',
      key: '',
      epoch: 0,
      update: 1,
      candidate: 'a',
      samples: [],
      lost: [],
      won: [],
      rounds: 1,
      p: 0,
      rolledBack: true,
      reason: '',
    } as const;
    const candidate = { judged, isApplied: false, canaries };
    expect(decided(candidate, lastWords([say('accept')])).isOverride).toBe(true);
  });

  it('is what the run took up, where the file of decisions is gone', () => {
    const decision = { decision: say('accept'), effect: 'applied', detail: '' } as const;
    const candidate = { judged, isApplied: true, decision };
    expect(decided(candidate, new Map()).decision).toBe('accepted');
    expect(decided(candidate, lastWords([say('reject')])).decision).toBe('rejected');
  });
});
