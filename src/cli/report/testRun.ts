/** A small run, event by event, for tests of reports. */
import type { CandidateJudged, RunEvent } from '../../engine/learn/events';
import { defaultRules, publishedGate } from '../../engine/learn/options';
import { noUsage } from '../../engine/usage';
import { foldRun } from '../../store/foldRun';
import { emptyRun } from '../../store/runState';
import type { RunState } from '../../store/runState';

const before = '---\nname: read_dates\n---\n\nRead the dates.\n';
const after = '---\nname: read_dates\n---\n\nRead the dates.\nDay before month.\n';

const score = {
  fixes: 2,
  regressions: 0,
  invalidActionRegressions: 0,
  baselineFixes: 1,
  baselineRegressions: 0,
  adjusted: 1,
};

export const accepted: CandidateJudged = {
  type: 'candidate.judged',
  key: 'judged|a',
  id: 'e0-u0-a',
  epoch: 0,
  update: 0,
  edits: [{ action: 'MODIFY', name: 'read_dates', description: 'Dates', content: 'x' }],
  label: 'month_first',
  verdict: 'accepted',
  reason: 'It fixed 2 failing probes and broke none.',
  score,
  penalty: 2,
  complete: true,
  outcomes: [
    { sample: 's1', passedBefore: true, outcome: 'still passing', status: 'completed' },
    { sample: 's2', passedBefore: false, outcome: 'fixed', status: 'completed' },
    { sample: 's3', passedBefore: false, outcome: 'fixed', status: 'completed' },
    { sample: 's4', passedBefore: false, outcome: 'still failing', status: 'task limit reached' },
  ],
  before: { read_dates: before },
  after: { read_dates: after },
};

export const pair: CandidateJudged = {
  ...accepted,
  key: 'judged|b',
  id: 'e0-u0-b',
  edits: [
    { action: 'REMOVE', name: 'read_dates', description: '', content: '' },
    { action: 'ADD', name: 'be_careful', description: 'Care', content: 'Care.' },
  ],
  label: null,
  verdict: 'rejected',
  reason: 'It broke 1 passing probe.\u001b[31m',
  score: { ...score, fixes: 0, regressions: 1, adjusted: -2 },
  complete: false,
  outcomes: [
    {
      sample: 's1',
      passedBefore: true,
      outcome: 'regressed',
      status: 'agent invalid action',
    },
    { sample: 's2', passedBefore: false, outcome: 'not evaluated' },
    { sample: 's5', passedBefore: false, outcome: 'errored' },
  ],
  before: { read_dates: before, be_careful: null },
  after: { read_dates: null, be_careful: '---\nname: be_careful\n---\n\nCare.\n' },
};

const val = (epoch: number | 'baseline', correct: number, errored: number): RunEvent => ({
  type: 'val.finished',
  key: `val|${epoch}`,
  scope: `${epoch}|val`,
  epoch,
  correct,
  total: 10 - errored,
  errored,
  score: correct / (10 - errored),
  devScore: epoch === 'baseline' ? null : 0.5,
});

export const runEvents: readonly RunEvent[] = [
  {
    type: 'run.started',
    key: 'run.started',
    run: 'first',
    method: 'grasp',
    task: 'dates',
    agent: 'toy',
    writer: 'toy',
    samples: { dev: 5, val: 10 },
    cycle: {
      epochs: 1,
      updateEvery: 5,
      concurrency: 1,
      maxProposals: 1,
      maxLearnedSkills: 10,
      proposals: 2,
      probeSize: 4,
      probeRepeats: 1,
      runBaseline: true,
      seed: 1,
      invalidActionPenalty: 2,
      review: 'auto',
      gate: publishedGate,
      rules: defaultRules,
    },
    base: [],
    learned: [{ file: 'read_dates.md', text: before }],
  },
  val('baseline', 4, 0),
  {
    type: 'update.started',
    key: 'update.started|0|0',
    epoch: 0,
    update: 0,
    batch: ['s1', 's2', 's3', 's4', 's5'],
    updates: 1,
    library: ['read_dates'],
  },
  {
    type: 'rollout.finished',
    key: 'rollout|dev|0|0||s1|0',
    scope: '0|0',
    purpose: 'dev',
    epoch: 0,
    update: 0,
    sample: 's1',
    repeat: 0,
    usage: { ...noUsage, calls: 12, reused: 3, inputTokens: 4000, outputTokens: 500, usd: 0.0125 },
    ms: 10,
    status: 'completed',
    correct: true,
    transcript: { at: 0, bytes: 1 },
    skills: [],
  },
  pair,
  accepted,
  {
    type: 'library.changed',
    key: 'library|1',
    cause: { kind: 'edit', id: accepted.id },
    applied: [{ action: 'MODIFY', name: 'read_dates' }],
    files: { 'read_dates.md': after },
    names: ['read_dates'],
    inForce: [accepted.id],
  },
  {
    type: 'update.finished',
    key: 'update.finished|0|0',
    scope: '0|0',
    epoch: 0,
    update: 0,
    batchSize: 5,
    batchCorrect: 2,
    batchErrored: 0,
    candidates: [pair.id, accepted.id],
    winner: accepted.id,
    recovery: false,
  },
  {
    type: 'epoch.finished',
    key: 'epoch.finished|0',
    epoch: 0,
    devCorrect: 2,
    devTotal: 5,
    devErrored: 0,
    taxonomy: {},
  },
  val(0, 8, 1),
  { type: 'checkpoint.saved', key: 'checkpoint|0', epoch: 0, score: 8 / 9, files: {} },
  { type: 'run.finished', key: 'run.finished', bestEpoch: 0, library: ['read_dates'] },
];

export function stateOf(events: readonly RunEvent[]): RunState {
  return events.reduce(
    (state, event, at) => foldRun(state, { seq: at + 1, time: '2024-01-01T00:00:00.000Z', event }),
    emptyRun,
  );
}
