/** Is this what a dashboard is drawn from? Checked where a message arrives, on either side. */
import {
  isAction,
  isBoolean,
  isList,
  isMap,
  isNullOr,
  isNumber,
  isShape,
  isString,
  isUsage,
  isWord,
  type Guard,
} from '../../../store/guards';
import type { Range } from '../../../cli/estimate';
import type { EpochLabel } from '../../../engine/learn/events';
import type { Verdict } from '../../../engine/types';
import type { RunStatus } from '../../../store/runState';
import type {
  CandidateRow,
  Caps,
  Cell,
  Confirmation,
  CostData,
  CurvePoint,
  DashboardData,
  ExpectedCost,
  HeaderData,
  MatrixData,
  Repeats,
  RunCurve,
} from '../model/dashboardData';

const isStatus = isWord<RunStatus>({ running: true, waiting: true, stopped: true, finished: true });
const isVerdict = isWord<Verdict>({
  accepted: true,
  rejected: true,
  revise: true,
  inconclusive: true,
});
const isLabel: Guard<EpochLabel> = (value): value is EpochLabel =>
  value === 'baseline' || isNumber(value);
const isNumberOrNull = isNullOr(isNumber);
const isText = isString;

export const isHeader = isShape<HeaderData>({
  name: isText,
  status: isStatus,
  stopped: isText,
  isPublished: isBoolean,
  task: isText,
  method: isText,
  agent: isText,
  writer: isText,
  isSimulated: isBoolean,
  started: isText,
  epochs: isShape<HeaderData['epochs']>({ done: isNumber, planned: isNumber }),
  waiting: isNumber,
  candidates: isShape<HeaderData['candidates']>({
    judged: isNumber,
    accepted: isNumber,
    overridden: isNumber,
  }),
  skills: isNumber,
});

const isPoint = isShape<CurvePoint>({
  epoch: isLabel,
  val: isNumberOrNull,
  correct: isNumberOrNull,
  total: isNumberOrNull,
  errored: isNumber,
  dev: isNumberOrNull,
  devErrored: isNumber,
});

export const isRuns: Guard<readonly RunCurve[]> = isList(
  isShape<RunCurve>({
    key: isText,
    name: isText,
    status: isStatus,
    task: isText,
    agent: isText,
    isSimulated: isBoolean,
    points: isList(isPoint),
    best: isNullOr(isLabel),
    plannedEpochs: isNumber,
    calls: isNumberOrNull,
    tokens: isNumberOrNull,
    usd: isNumberOrNull,
    seconds: isNumberOrNull,
  }),
);

const isCell: Guard<Cell> = (value): value is Cell =>
  Array.isArray(value) && value.length === 5 && value.every(Number.isInteger);

const isRepeats: Guard<Repeats> = (value): value is Repeats =>
  Array.isArray(value) && value.length === 4 && value.every(Number.isInteger);

const isConfirmation = isShape<Confirmation>({
  rounds: isNumber,
  rollouts: isNumber,
  won: isNumber,
  lost: isNumber,
  p: isNumber,
  effect: isShape<Confirmation['effect']>({ rate: isNumber, low: isNumber, high: isNumber }),
  flips: isShape<Confirmation['flips']>({ passing: isNumber, failing: isNumber }),
});

export const isRow = isShape<CandidateRow>({
  id: isText,
  epoch: isNumber,
  update: isNumber,
  isRecovery: isBoolean,
  edits: isList(isShape<CandidateRow['edits'][number]>({ action: isAction, name: isText })),
  label: isText,
  verdict: isVerdict,
  reason: isText,
  isApplied: isBoolean,
  override: isNullOr(isWord<'accepted' | 'rejected'>({ accepted: true, rejected: true })),
  fixes: isNumber,
  regressions: isNumber,
  score: isNumber,
  isComplete: isBoolean,
  cells: isList(isCell),
  faults: isMap(isText),
  repeats: isMap(isRepeats),
  confirmation: isNullOr(isConfirmation),
  canaries: isText,
  isRolledBack: isBoolean,
});

export const isMatrix = isShape<MatrixData>({
  probes: isList(isText),
  statuses: isList(isText),
  rows: isList(isRow),
});

const isRange = isShape<Range>({ min: isNumber, likely: isNumber, max: isNumber });

export const isCost = isShape<CostData>({
  isRecorded: isBoolean,
  agent: isUsage,
  writer: isUsage,
  rollouts: isShape<CostData['rollouts']>({
    finished: isNumber,
    errored: isNumber,
    dev: isNumber,
    probes: isNumber,
    val: isNumber,
  }),
  seconds: isNumberOrNull,
  budget: isNullOr(
    isShape<Caps>({
      calls: isNumberOrNull,
      tokens: isNumberOrNull,
      usd: isNumberOrNull,
      minutes: isNumberOrNull,
    }),
  ),
  estimate: isNullOr(
    isShape<ExpectedCost>({
      rollouts: isRange,
      calls: isRange,
      tokens: isRange,
      usd: isNullOr(isRange),
    }),
  ),
});

export const isData = isShape<DashboardData>({
  header: isHeader,
  runs: isRuns,
  matrix: isMatrix,
  cost: isCost,
});
