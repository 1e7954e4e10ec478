import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIMULATED_LABEL } from '../../../backends/simulated/simulatedModel';
import { accepted, pair, runEvents, stateOf } from '../../../cli/report/testRun';
import type { CandidateJudged } from '../../../engine/learn/events';
import { readPublishedRun } from '../../../store/readPublishedRun';
import { emptyRun, type RunState } from '../../../store/runState';
import { isData } from '../protocol/guards';
import { outcomeKinds } from './dashboardData';
import { dashboardOf } from './dashboardOf';
import { isSimulated } from './isSimulated';

const dashboard = (state: RunState) => dashboardOf({ run: { key: 'self', name: 'first', state } });

const judged = (candidate: CandidateJudged): RunState =>
  stateOf([...runEvents.filter(({ type }) => type !== 'candidate.judged'), candidate]);

describe('the data of a dashboard', () => {
  it('are what they were', async () => {
    const data = dashboardOf({
      run: { key: 'self', name: 'first', state: stateOf(runEvents) },
      compared: [{ key: 'run-0', name: 'second', state: stateOf(runEvents.slice(0, 2)) }],
      budget: { calls: 100, tokens: null, usd: 0.5, minutes: null },
      estimate: {
        rollouts: { min: 10, likely: 20, max: 90 },
        calls: { min: 10, likely: 40, max: 200 },
        tokens: { min: 1000, likely: 9000, max: 90_000 },
        usd: null,
      },
    });
    expect(isData(data)).toBe(true);
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot(
      '../../../../test/golden/dashboard/first.json',
    );
  });

  it('of a run that has not begun are there, and empty', () => {
    const data = dashboard(emptyRun);
    expect(isData(data)).toBe(true);
    expect(data.runs[0]?.points).toEqual([]);
    expect(data.matrix).toEqual({ probes: [], statuses: [], rows: [] });
    expect(data.cost.seconds).toBeNull();
    expect(data.header.isPublished).toBe(false);
  });

  it('hold nothing that is no number', () => {
    const point = { epoch: 0, score: NaN, correct: 0, total: 0, errored: 3, devScore: NaN };
    const epoch = { epoch: 0, plannedUpdates: 0, updates: [], taxonomy: {} };
    const dev = { correct: 0, total: 0, errored: 2 };
    const data = dashboard({ ...emptyRun, val: [point], epochs: [{ ...epoch, dev }] });
    expect(isData(data)).toBe(true);
    expect(data.runs[0]?.points).toEqual([
      { epoch: 0, val: null, correct: 0, total: 0, errored: 3, dev: null, devErrored: 2 },
    ]);
  });

  it('have a point for an epoch that is learned and not yet measured on val', () => {
    const { runs } = dashboard(stateOf(runEvents.slice(0, -3)));
    const [self] = runs;
    expect(self?.points.at(-1)).toMatchObject({ epoch: 0, val: null, dev: 0.4 });
  });

  it('tell what became of each probe, before and after', () => {
    const { matrix } = dashboard(stateOf(runEvents));
    expect(matrix.probes).toEqual(['s1', 's2', 's5', 's3', 's4']);
    const [first, second] = matrix.rows;
    const outcomes = first?.cells.map(([probe, outcome]) => [
      matrix.probes[probe],
      outcomeKinds[outcome],
    ]);
    expect(outcomes).toEqual([
      ['s1', 'regressed'],
      ['s2', 'not evaluated'],
      ['s5', 'errored'],
    ]);
    expect(first?.edits.map(({ action }) => action)).toEqual(['REMOVE', 'ADD']);
    expect(second).toMatchObject({ isApplied: true, verdict: 'accepted', fixes: 2 });
  });

  it('keep the reason of a fault', () => {
    const outcomes = pair.outcomes.map((outcome) =>
      outcome.outcome === 'errored' ? { ...outcome, reason: 'the server\nis gone' } : outcome,
    );
    const { rows, probes } = dashboard(judged({ ...pair, outcomes })).matrix;
    expect(rows[0]?.faults).toEqual({ [probes.indexOf('s5')]: 'the server is gone' });
  });

  it('take an outcome that is not known for none', () => {
    const odd = { sample: 's1', passedBefore: true, outcome: 'surprising' } as never;
    const { rows } = dashboard(judged({ ...accepted, outcomes: [odd] })).matrix;
    expect(rows[0]?.cells).toEqual([[0, outcomeKinds.indexOf('not evaluated'), 1, 3, -1]]);
  });

  it('spell out what hides in names', () => {
    const hostile = 'a\u202eb\u0000c';
    const { matrix, header } = dashboard({
      ...judged({
        ...accepted,
        edits: [{ action: 'ADD', name: hostile, description: '', content: '' }],
        outcomes: [{ sample: hostile, passedBefore: true, outcome: 'fixed' }],
      }),
      task: hostile,
    });
    const shown = 'a\\u202eb\\u0000c';
    expect(matrix.rows[0]?.edits[0]?.name).toBe(shown);
    expect(matrix.probes).toEqual([shown]);
    expect(header.task).toBe(shown);
  });

  it('say that an edit was decided otherwise, but not when the library could not follow', () => {
    const decide = (effect: 'applied' | 'stale', decision: 'accept' | 'reject') =>
      dashboard(
        stateOf([
          ...runEvents,
          {
            type: 'decisions.taken',
            key: 'decisions|1',
            taken: [{ decision: { edit: pair.id, decision, at: '' }, effect, detail: '' }],
          },
        ]),
      ).matrix.rows[0]?.override;
    expect(decide('applied', 'accept')).toBe('accepted');
    expect(decide('stale', 'accept')).toBeNull();
    expect(decide('applied', 'reject')).toBeNull();
  });

  it('hold what a confirmation rests on, and what became of the edit afterwards', () => {
    const share = { rate: 0.5, low: 0.2, high: 0.8 };
    const [first] = accepted.outcomes;
    if (!first) throw new Error('no outcome');
    const repeats = {
      candidate: { passes: 3, rollouts: 5 },
      baseline: { passes: 1, rollouts: 4 },
    };
    const state = stateOf([
      ...runEvents.slice(0, 3),
      {
        ...accepted,
        verdict: 'revise',
        numbers: {
          rounds: 2,
          rollouts: 40,
          won: 9,
          lost: 1,
          p: 0.01,
          flipRate: { passing: share, failing: share },
          effect: { ...share, of: 10 },
          broken: ['s1'],
        },
        outcomes: [{ ...first, repeats }],
      },
      {
        type: 'canaries.measured',
        key: 'canaries|a',
        epoch: 0,
        update: 0,
        candidate: accepted.id,
        samples: ['s9'],
        lost: ['s9'],
        won: [],
        rounds: 1,
        p: 0.01,
        rolledBack: true,
        reason: 'It broke a canary.',
      },
    ]);
    const data = dashboard(state);
    expect(isData(data)).toBe(true);
    expect(data.matrix.rows[0]).toMatchObject({
      verdict: 'revise',
      confirmation: { rounds: 2, won: 9, effect: share, flips: { passing: 0.5, failing: 0.5 } },
      repeats: { 0: [3, 5, 1, 4] },
      canaries: 'It broke a canary.',
      isRolledBack: true,
    });
  });

  it('count the rollouts by what they were for', () => {
    const { rollouts } = dashboard(stateOf(runEvents)).cost;
    expect(rollouts).toEqual({ finished: 1, errored: 0, dev: 5, probes: 0, val: 0 });
  });
});

it('knows the simulated backend by its label', () => {
  expect(isSimulated({ agent: SIMULATED_LABEL, writer: 'gpt' })).toBe(true);
  expect(isSimulated({ agent: 'gpt', writer: SIMULATED_LABEL })).toBe(true);
  expect(isSimulated({ agent: 'unsimulated', writer: 'gpt' })).toBe(false);
});

/** Public results, where they lie beside the repository. */
const shared = process.env['GRASP_SHARED'] ?? resolve(__dirname, '../../../../../shared');
const published = join(shared, 'data/grasp-results');

describe.skipIf(!existsSync(published))('published results', () => {
  it('are shown as far as they go', async () => {
    const state = await readPublishedRun(join(published, 'sensitivity/lam1/run_003'));
    const data = dashboard(state);
    expect(isData(data)).toBe(true);
    expect(data.header).toMatchObject({ isPublished: true, status: 'finished' });
    expect(data.runs[0]?.points.map(({ epoch }) => epoch)).toEqual(['baseline', 0, 1, 2, 3, 4]);
    expect(data.runs[0]?.points[0]).toMatchObject({ val: 0.2875, correct: 23, total: 80 });
    expect(data.cost.isRecorded).toBe(false);
    expect(data.runs[0]?.calls).toBeNull();
  });
});
