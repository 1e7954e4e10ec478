import { describe, expect, it } from 'vitest';
import type { RunState } from '../../store/runState';
import { command } from '../common/ids';
import { plainWords } from '../common/plainWords';
import { stateAfter } from '../runs/testRun';
import { statusText, type LiveRun, type StatusInput } from './statusText';

const say = (input: Partial<StatusInput>) =>
  statusText({ live: [], pending: 0, ...input }, plainWords);
const live = (state: RunState, dir = '/runs/one'): LiveRun => ({ dir, state });
const running = live(stateAfter('update.started'));
const waiting = live(
  stateAfter('library.changed', {
    type: 'run.waiting',
    epoch: 0,
    update: 1,
    edits: ['e0-u1-a'],
  }),
  '/runs/two',
);
const review = { command: command.edits.review, args: [] };

describe('the status bar', () => {
  it('says nothing when there is nothing to say', () => {
    expect(say({})).toBeUndefined();
  });

  it('says how far a run is', () => {
    expect(say({ live: [running], pending: 3 })).toMatchObject({
      text: '$(sync~spin) GRASP epoch 0/1 · 50 % · 4 calls',
      spoken: 'GRASP epoch 0/1 · 50 % · 4 calls',
      leadsTo: { command: command.run.show, args: ['/runs/one'] },
    });
    expect(say({ live: [live(stateAfter('run.started'))] })?.spoken).toBe('GRASP baseline');
    expect(say({ live: [running, running] })?.spoken).toBe('GRASP epoch 0/1 · 50 % · 4 calls (+1)');
  });

  it('says that a model cannot be reached, before how far anything is', () => {
    const trouble = {
      model: 'm',
      reason: 'm @ local: cannot be reached',
      attempt: 3,
      nextInMs: 3_200,
    };
    const troubled = live({ ...running.state, trouble }, '/runs/three');
    expect(say({ live: [running, troubled] })).toMatchObject({
      text: '$(warning) GRASP m @ local: cannot be reached; retrying (3), next in 4 s (+1)',
      leadsTo: { args: ['/runs/three'] },
    });
  });

  it('says first that a run waits', () => {
    expect(say({ live: [running, waiting] })).toMatchObject({
      text: '$(comment-unresolved) GRASP waits for your decision (+1)',
      leadsTo: review,
    });
  });

  it('says how many edits there are to review', () => {
    expect(say({ pending: 1 })?.text).toBe('$(diff) 1 edit to review');
    expect(say({ pending: 3 })).toMatchObject({
      text: '$(diff) 3 edits to review',
      spoken: 'GRASP: 3 edits to review',
      leadsTo: review,
    });
  });
});
