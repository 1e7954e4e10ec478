import { describe, expect, it } from 'vitest';
import { plainWords } from '../common/plainWords';
import { candidateEvent, stateAfter } from '../runs/testRun';
import { isToReview } from './isToReview';
import { statusText, type StatusInput } from './statusText';

const say = (input: Partial<StatusInput>) =>
  statusText({ live: [], pending: 0, ...input }, plainWords);
const running = stateAfter('update.started');
const waiting = stateAfter('library.changed', {
  type: 'run.waiting',
  epoch: 0,
  update: 1,
  edits: ['e0-u1-a'],
});

describe('the status bar', () => {
  it('says nothing when there is nothing to say', () => {
    expect(say({})).toBeUndefined();
  });

  it('says how far a run is', () => {
    expect(say({ live: [running], pending: 3 })).toMatchObject({
      text: '$(sync~spin) GRASP epoch 0/1 · 50 % · 4 calls',
      spoken: 'GRASP epoch 0/1 · 50 % · 4 calls',
      leadsTo: 'runs',
    });
    expect(say({ live: [stateAfter('run.started')] })?.spoken).toBe('GRASP baseline');
    expect(say({ live: [running, running] })?.spoken).toBe('GRASP epoch 0/1 · 50 % · 4 calls (+1)');
  });

  it('says first that a run waits', () => {
    expect(say({ live: [running, waiting] })).toMatchObject({
      text: '$(comment-unresolved) GRASP waits for your decision (+1)',
      leadsTo: 'edits',
    });
  });

  it('says how many edits there are to review', () => {
    expect(say({ pending: 1 })?.text).toBe('$(diff) 1 edit to review');
    expect(say({ pending: 3 })).toMatchObject({
      text: '$(diff) 3 edits to review',
      spoken: 'GRASP: 3 edits to review',
      leadsTo: 'edits',
    });
  });
});

describe('an edit to review', () => {
  const edit = {
    decision: 'pending',
    candidate: { judged: candidateEvent({}), isApplied: true },
    libraryDir: '/w/skills',
  } as const;

  it('is one that the gate accepted and nobody decided on', () => {
    expect(isToReview(edit)).toBe(true);
    expect(isToReview({ ...edit, decision: 'rejected' })).toBe(false);
    const judged = candidateEvent({ verdict: 'rejected' });
    expect(isToReview({ ...edit, candidate: { judged, isApplied: false } })).toBe(false);
  });

  it('has a library to go into', () => {
    const { libraryDir: _, ...published } = edit;
    expect(isToReview(published)).toBe(false);
  });
});
