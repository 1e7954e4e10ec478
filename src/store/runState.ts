/** What a run has come to, as plain data: for reports, and for whoever watches it. */
import type {
  BaselineMeasured,
  CanariesMeasured,
  CandidateJudged,
  DecisionTaken,
  EpochLabel,
  ProbeDrawn,
  RunStopped,
} from '../engine/learn/events';
import type { Usage } from '../engine/types';
import { noUsage } from '../engine/usage';

export type RunStatus = 'running' | 'waiting' | 'stopped' | 'finished';

export interface CandidateState {
  readonly judged: CandidateJudged;
  /** Is the edit in the run's library, by the gate or by the author? */
  readonly isApplied: boolean;
  /** What it did elsewhere, measured after it was accepted. */
  readonly canaries?: CanariesMeasured;
  /** The author's last word on it that the run has taken up. */
  readonly decision?: DecisionTaken;
}

export interface UpdateState {
  readonly update: number;
  /** A collapse recovery runs no batch of its own. */
  readonly isRecovery: boolean;
  /** Sample ids in the order they run. */
  readonly batch: readonly string[];
  /** Learned skills when it began. */
  readonly library: readonly string[];
  /** Dev samples: while it runs a running count, then the final one. */
  readonly dev: { readonly finished: number; readonly correct: number; readonly errored: number };
  /** Probe rollouts of candidates and of the baseline so far. */
  readonly probeRollouts: number;
  readonly probe?: ProbeDrawn;
  readonly baseline?: BaselineMeasured;
  /** Sample id to failure label. */
  readonly labels: Readonly<Record<string, string>>;
  readonly proposals: number;
  /** Writer calls that gave nothing usable. */
  readonly writerFailures: number;
  readonly candidates: readonly CandidateState[];
  readonly winner: string | null;
  readonly isFinished: boolean;
}

export interface EpochState {
  readonly epoch: number;
  /** How many updates it will have, without a recovery; 0 when not known. */
  readonly plannedUpdates: number;
  readonly updates: readonly UpdateState[];
  /** Set at its end. */
  readonly dev?: { readonly correct: number; readonly total: number; readonly errored: number };
  /** Failure label to description. */
  readonly taxonomy: Readonly<Record<string, string>>;
}

/** A point of the learning curve; counts are `null` where the files do not hold them. */
export interface ValPoint {
  readonly epoch: EpochLabel;
  readonly score: number;
  readonly correct: number | null;
  readonly total: number | null;
  readonly errored: number;
  readonly devScore: number | null;
}

export interface StopState {
  /** `killed`: the process is gone and said nothing. */
  readonly reason: RunStopped['reason'] | 'killed';
  readonly message: string;
}

/** What keeps a run from going on, for the moment. */
export interface EndpointTrouble {
  readonly model: string;
  readonly reason: string;
  readonly attempt: number;
  /** From the last event on. */
  readonly nextInMs: number;
}

export interface RunState {
  readonly status: RunStatus;
  readonly run: string;
  readonly method: string;
  readonly task: string;
  readonly agent: string;
  readonly writer: string;
  /** Sizes of the splits; 0 when not known. */
  readonly samples: { readonly dev: number; readonly val: number };
  /** How many epochs are planned; 0 when not known. */
  readonly plannedEpochs: number;
  /** ISO 8601 of the first and last event; empty when there is no journal. */
  readonly started: string;
  readonly updated: string;
  /** Of work, without the pauses between a stop and a resume; 0 when not known. */
  readonly seconds: number;
  readonly epochs: readonly EpochState[];
  /** In the order of the curve: the baseline, then the epochs. */
  readonly val: readonly ValPoint[];
  /** `null` until there is a checkpoint. */
  readonly bestEpoch: EpochLabel | null;
  /** Names of the learned skills now. */
  readonly library: readonly string[];
  readonly usage: { readonly agent: Usage; readonly writer: Usage };
  /** Rollouts that finished or errored, of every kind. */
  readonly rollouts: { readonly finished: number; readonly errored: number };
  /** In the order they were taken up. */
  readonly decisions: readonly DecisionTaken[];
  /** Ids of edits the run waits for; empty unless it waits. */
  readonly waiting: readonly string[];
  readonly stop?: StopState;
  /** An endpoint that cannot be had for the moment. */
  readonly trouble?: EndpointTrouble;
}

export const emptyRun: RunState = {
  status: 'running',
  run: '',
  method: '',
  task: '',
  agent: '',
  writer: '',
  samples: { dev: 0, val: 0 },
  plannedEpochs: 0,
  started: '',
  updated: '',
  seconds: 0,
  epochs: [],
  val: [],
  bestEpoch: null,
  library: [],
  usage: { agent: noUsage, writer: noUsage },
  rollouts: { finished: 0, errored: 0 },
  decisions: [],
  waiting: [],
};

/** Every candidate judged so far, in the order of the verdicts. */
export function candidatesOf(state: RunState): readonly CandidateState[] {
  return state.epochs.flatMap(({ updates }) => updates.flatMap(({ candidates }) => candidates));
}

/** The curve with one more point, or with a point replaced. */
export function addValPoint(val: readonly ValPoint[], point: ValPoint): readonly ValPoint[] {
  const order = ({ epoch }: ValPoint): number => (epoch === 'baseline' ? -1 : epoch);
  return [...val.filter(({ epoch }) => epoch !== point.epoch), point].sort(
    (a, b) => order(a) - order(b),
  );
}
