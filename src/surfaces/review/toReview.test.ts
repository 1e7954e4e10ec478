import { describe, expect, it } from 'vitest';
import { testEdit } from './testEdit';
import { firstToReview, isToReview } from './toReview';

const refused = testEdit({}, { verdict: 'rejected' });

describe('an edit to review', () => {
  it('is one that the gate accepted and nobody decided on', () => {
    expect(isToReview(testEdit())).toBe(true);
    expect(isToReview(testEdit({ decision: 'rejected' }))).toBe(false);
    expect(isToReview(refused)).toBe(false);
  });

  it('is none that did harm elsewhere and was taken out again', () => {
    const { candidate } = testEdit();
    const canaries = {
      type: 'canaries.measured',
      key: 'canaries|a',
      epoch: 0,
      update: 1,
      candidate: candidate.judged.id,
      samples: ['c-1'],
      lost: ['c-1'],
      won: [],
      rounds: 1,
      p: 0.01,
      rolledBack: true,
      reason: 'It broke one.',
    } as const;
    expect(isToReview(testEdit({ candidate: { ...candidate, canaries } }))).toBe(false);
  });

  it('has a library to go into', () => {
    const { libraryDir: _, ...published } = testEdit();
    expect(isToReview(published)).toBe(false);
  });
});

describe('the first to review', () => {
  const [one, two] = [testEdit({ key: 'one' }), testEdit({ key: 'two' })];

  it('is what a run waits for, before all others', () => {
    const awaited = { ...refused, key: 'awaited', isAwaited: true };
    expect(firstToReview([one, awaited])?.key).toBe('awaited');
  });

  it('is the first of the book that is not decided', () => {
    expect(firstToReview([refused, { ...one, decision: 'accepted' }, two])?.key).toBe('two');
    expect(firstToReview([refused])).toBeUndefined();
  });
});
