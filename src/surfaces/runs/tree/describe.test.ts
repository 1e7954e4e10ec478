import { describe, expect, it } from 'vitest';
import type { RunStopped } from '../../../engine/learn/events';
import { asLeft } from '../../../store/readRun';
import { emptyRun, type CandidateState, type RunState } from '../../../store/runState';
import { plainWords } from '../../common/plainWords';
import { candidateEvent, stateAfter, testRun } from '../testRun';
import { runTitle } from '../words';
import { describeCandidate, editsTitle } from './describeCandidate';
import { describeBaseline, describeEpoch, describeUpdate, updateTitle } from './describeEpoch';
import { describeRun, runContext } from './describeRun';
import { candidateTooltip, runTooltip } from './tooltips';

/** A bracket that nobody escaped. */
const LINK = /(?<!\\)\]\(/;

const stopped = (reason: RunStopped['reason']): RunState =>
  stateAfter('update.finished', { type: 'run.stopped', reason, message: 'because' });
const epochOf = (state: RunState, at = 0) => state.epochs[at] ?? expect.fail('no epoch');
const updateOf = (state: RunState, at: number) =>
  epochOf(state).updates[at] ?? expect.fail('no update');

describe('a run', () => {
  const text = (state: RunState) => describeRun(state, plainWords).description;

  it('is told by status, best score, time and calls', () => {
    const done = stateAfter();
    expect(text(done)).toBe('finished · val 100 % · 24.0 s · 9 calls');
    expect(describeRun(done, plainWords).icon).toBe('pass');
    expect(runContext(done, false)).toBe('run.finished');
  });

  it('says how far it is while it runs', () => {
    const running = stateAfter('update.started');
    expect(text(running)).toBe('running · epoch 0/1 · val 50 % · 8.0 s · 4 calls');
    expect(describeRun(running, plainWords).icon).toBe('sync~spin');
    expect(runContext(running, true)).toBe('run.live.opened');
  });

  it('says that it waits', () => {
    const waiting = stateAfter('library.changed', {
      type: 'run.waiting',
      epoch: 0,
      update: 1,
      edits: ['e0-u1-a'],
    });
    expect(text(waiting)).toContain('waits for your decision · epoch 0/1');
    expect(runContext(waiting, false)).toBe('run.waiting');
  });

  it.each([
    ['user', 'stopped by you', 'debug-pause'],
    ['budget', 'stopped by its budget', 'debug-pause'],
    ['faults', 'stopped by faults of the model or the environment', 'error'],
    ['error', 'failed', 'error'],
  ] as const)('stopped by %s says so', (reason, words, icon) => {
    expect(text(stopped(reason))).toMatch(new RegExp(`^${words} · `));
    expect(describeRun(stopped(reason), plainWords).icon).toBe(icon);
    expect(runContext(stopped(reason), false)).toBe('run.stopped');
  });

  it('that was killed says so', () => {
    const killed = asLeft(stateAfter('update.started'), false);
    expect(text(killed)).toMatch(/^stopped: its process is gone · /);
    expect(describeRun(killed, plainWords).icon).toBe('warning');
  });

  it('that was published claims neither time nor calls, and cannot be resumed', () => {
    const published: RunState = { ...emptyRun, status: 'stopped', run: 'run_001' };
    expect(text(published)).toBe('stopped');
    expect(runContext(published, false)).toBe('run.published');
    expect(runContext(undefined, false)).toBe('run.unread');
  });

  it('is called by its way from the folder of runs', () => {
    expect(runTitle(testRun)).toBe('try');
    expect(runTitle({ root: '/r', dir: '/r/lam1/run_001', name: 'run_001' })).toBe('lam1/run_001');
    expect(runTitle({ root: '/r/a', dir: '/r/a', name: 'a' })).toBe('a');
    expect(runTitle({ root: '/r', dir: '/r/a\u202eb\n', name: '' })).toBe('a\\u202eb');
  });
});

describe('an epoch', () => {
  it('shows its scores and whether it is the best', () => {
    const state = stateAfter();
    const shown = describeEpoch(epochOf(state), state, plainWords);
    expect(shown.description).toBe('dev 33 % · val 100 % (1/1) · best · 1 errored');
    expect(shown.icon).toBe('star-full');
    const [baseline] = state.val;
    expect(baseline && describeBaseline(baseline, plainWords).description).toBe(
      'val 50 % (1/2), before anything was learned',
    );
  });

  it('shows how far it is while it goes on', () => {
    const state = stateAfter('update.started');
    expect(describeEpoch(epochOf(state), state, plainWords)).toEqual({
      description: '2 of 2 updates',
      icon: 'sync~spin',
    });
  });
});

describe('an update', () => {
  it('shows batch, probes, candidates and what was applied', () => {
    const state = stateAfter();
    expect(updateTitle(updateOf(state, 1), plainWords)).toBe('Update 1');
    expect(describeUpdate(updateOf(state, 1), false, plainWords)).toEqual({
      description: 'applied ADD use_latest · batch 0/2 passed · 1 errored · 2 probes · 2 candidates',
      icon: 'git-merge',
    });
    expect(describeUpdate(updateOf(state, 0), false, plainWords).description).toBe(
      'nothing applied · batch 1/2 passed',
    );
  });

  it('of a recovery has no batch', () => {
    const recovery = { ...updateOf(stateAfter(), 1), isRecovery: true, winner: null };
    expect(updateTitle(recovery, plainWords)).toBe('Recovery');
    expect(describeUpdate(recovery, false, plainWords).description).not.toContain('batch');
  });
});

describe('a candidate', () => {
  const [accepted, rejected] = updateOf(stateAfter(), 1).candidates;
  const text = (candidate: CandidateState | undefined, decided?: 'accepted' | 'rejected') =>
    candidate && describeCandidate(candidate, decided, plainWords).description;

  it('shows the verdict, fixes and regressions', () => {
    expect(text(accepted)).toBe('accepted · +2 −0 · applied');
    expect(text(rejected)).toBe('rejected · +0 −0');
  });

  it('shows the author’s word where it differs', () => {
    expect(text(accepted, 'accepted')).toBe('accepted · +2 −0 · applied');
    expect(text(accepted, 'rejected')).toBe('accepted · +2 −0 · rejected by you');
    expect(text(rejected, 'accepted')).toBe('rejected · +0 −0 · accepted by you');
    const taken = (decision: 'accept' | 'undo') =>
      rejected && {
        ...rejected,
        decision: {
          decision: { edit: 'e0-u1-b', decision, at: '' },
          effect: 'applied' as const,
          detail: '',
        },
      };
    expect(text(taken('accept'))).toBe('rejected · +0 −0 · accepted by you');
    expect(text(taken('undo'))).toBe('rejected · +0 −0');
    const shown = rejected && describeCandidate(rejected, 'accepted', plainWords);
    expect(shown?.icon).toBe('person');
  });

  it('says in words what it edits, and a pair as one', () => {
    const pair = [
      { action: 'REMOVE', name: 'old' },
      { action: 'ADD', name: 'new\n$(x)' },
    ] as const;
    expect(editsTitle(pair, plainWords)).toBe('REMOVE old + ADD new $(x)');
  });

  it('without a result shows no counts', () => {
    const judged = candidateEvent({ verdict: 'inconclusive' });
    const none = { ...judged, score: { ...judged.score, fixes: 0, regressions: 0 } };
    const candidate = { judged: none, isApplied: false };
    expect(describeCandidate(candidate, undefined, plainWords)).toMatchObject({
      description: 'inconclusive',
      icon: 'question',
    });
  });
});

describe('what is told on staying on an element', () => {
  it('leaves out what is not known', () => {
    const known = runTooltip(testRun, stateAfter(), plainWords);
    expect(known).toContain('**try** · finished');
    expect(known).toContain('| Best val | 100 % |');
    expect(known).toContain('| Rollouts | 6, 2 errored |');
    const published = runTooltip(testRun, { ...emptyRun, status: 'finished' }, plainWords);
    expect(published).not.toMatch(/Rollouts|Model calls|Started|Worked/);
  });

  it('shows text of files as text', () => {
    const state = { ...stateAfter(), agent: '[x](command:quit) <b>|', task: '![i](http://x/y)' };
    const tooltip = runTooltip(testRun, state, plainWords);
    expect(tooltip).not.toMatch(LINK);
    expect(tooltip).not.toContain('http:');
    expect(tooltip).not.toContain('<b>');
    const judged = candidateEvent({ reason: 'It fixed [all](command:quit).' });
    const said = candidateTooltip({ judged, isApplied: true }, 'rejected', plainWords);
    expect(said).not.toMatch(LINK);
    expect(said).toContain('| Your decision | rejected |');
    const evidence = '2 fixed, 0 regressed of 4 probes';
    const override = { by: 'author', verdict: 'accepted', reason: 'no', at: '', evidence } as const;
    const decision = {
      decision: { edit: judged.id, decision: 'reject', at: '' },
      effect: 'reverted',
      detail: '',
      override,
    } as const;
    const told = candidateTooltip({ judged, isApplied: false, decision }, 'rejected', plainWords);
    expect(told).toContain(`| Evidence | ${evidence} |`);
expect(said).toMatch(/\| Fixed \| 2 .*by itself the library fixes 0/);
  });
});
