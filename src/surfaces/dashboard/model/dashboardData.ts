/**
 * What a dashboard shows, as plain data: the host makes it from a run, the page draws it. Texts in it come from
 * run directories and are untrusted; the page sets them as text only.
 */
import type { Range } from '../../../cli/estimate';
import type { EpochLabel } from '../../../engine/learn/events';
import type { EditAction, OutcomeKind, Usage, Verdict } from '../../../engine/types';
import type { RunStatus } from '../../../store/runState';

export interface DashboardData {
  readonly header: HeaderData;
  /** The run itself, then those it is compared with. */
  readonly runs: readonly RunCurve[];
  readonly matrix: MatrixData;
  readonly cost: CostData;
}

export interface HeaderData {
  readonly name: string;
  readonly status: RunStatus;
  /** Why it stopped; empty when it did not. */
  readonly stopped: string;
  /** Published files hold less than a journal. */
  readonly isPublished: boolean;
  readonly task: string;
  readonly method: string;
  readonly agent: string;
  readonly writer: string;
  readonly isSimulated: boolean;
  /** ISO 8601; empty when not known. */
  readonly started: string;
  readonly epochs: { readonly done: number; readonly planned: number };
  /** Edits the run waits for. */
  readonly waiting: number;
  readonly candidates: {
    readonly judged: number;
    readonly accepted: number;
    readonly overridden: number;
  };
  readonly skills: number;
}

export interface CurvePoint {
  readonly epoch: EpochLabel;
  /** Share of the val samples that passed, 0 to 1; `null` when there is none, or no number. */
  readonly val: number | null;
  readonly correct: number | null;
  readonly total: number | null;
  /** Val samples that met faults; they count neither way. */
  readonly errored: number;
  readonly dev: number | null;
  readonly devErrored: number;
}

export interface RunCurve {
  /** Opaque; `self` is the run itself. */
  readonly key: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly task: string;
  readonly agent: string;
  readonly isSimulated: boolean;
  readonly points: readonly CurvePoint[];
  readonly best: EpochLabel | null;
  readonly plannedEpochs: number;
  readonly calls: number | null;
  readonly tokens: number | null;
  /** `null` also when the presets name no prices. */
  readonly usd: number | null;
  readonly seconds: number | null;
}

export const outcomeKinds = [
  'fixed',
  'regressed',
  'still passing',
  'still failing',
  'errored',
  'not evaluated',
] as const satisfies readonly OutcomeKind[];

/** Whether a sample passed: no, yes, it met a fault, not known. */
export const passWords = ['failed', 'passed', 'errored', 'unknown'] as const;

/**
 * One probe of a candidate, small because there may be hundreds of thousands: index of the sample in
 * `probes`, of the outcome in {@link outcomeKinds}, of what it was before and of what it was with the library
 * alone in {@link passWords}, and of the rollout's status in `statuses` (−1: there is none).
 */
export type Cell = readonly [
  probe: number,
  outcome: number,
  before: number,
  alone: number,
  status: number,
];

/** What a confirmation on fresh rollouts rests on; the shares are 0 to 1. */
export interface Confirmation {
  readonly rounds: number;
  readonly rollouts: number;
  readonly won: number;
  readonly lost: number;
  readonly p: number;
  /** Share of the failing probes it fixes, with its 95 % interval. */
  readonly effect: { readonly rate: number; readonly low: number; readonly high: number };
  /** How often a rollout comes out other than its sample usually does. */
  readonly flips: { readonly passing: number; readonly failing: number };
}

/** How several rollouts of a probe came out: with the edit, and with the library alone. */
export type Repeats = readonly [
  passed: number,
  rollouts: number,
  passedAlone: number,
  rolloutsAlone: number,
];

export interface CandidateRow {
  readonly id: string;
  readonly epoch: number;
  readonly update: number;
  readonly isRecovery: boolean;
  readonly edits: readonly { readonly action: EditAction; readonly name: string }[];
  /** Failure label it was proposed for; empty when for none. */
  readonly label: string;
  readonly verdict: Verdict;
  /** The gate's sentence; empty when it left none. */
  readonly reason: string;
  readonly isApplied: boolean;
  /** The author's word, when it is another one than the gate's. */
  readonly override: 'accepted' | 'rejected' | null;
  readonly fixes: number;
  readonly regressions: number;
  readonly score: number;
  /** False when its probes were stopped early. */
  readonly isComplete: boolean;
  readonly cells: readonly Cell[];
  /** Probe index to what broke, for errored probes. */
  readonly faults: Readonly<Record<string, string>>;
  /** Probe index to its rollouts, where there were several. */
  readonly repeats: Readonly<Record<string, Repeats>>;
  /** `null` where one rollout per probe decided. */
  readonly confirmation: Confirmation | null;
  /** What the edit did elsewhere, measured after it was accepted; empty when it was not. */
  readonly canaries: string;
  /** It was accepted, and taken out again because of what it did elsewhere. */
  readonly isRolledBack: boolean;
}

export interface MatrixData {
  /** Sample ids in the order they were first probed. */
  readonly probes: readonly string[];
  readonly statuses: readonly string[];
  /** In the order of the verdicts. */
  readonly rows: readonly CandidateRow[];
}

export interface Caps {
  readonly calls: number | null;
  readonly tokens: number | null;
  readonly usd: number | null;
  readonly minutes: number | null;
}

export interface ExpectedCost {
  readonly rollouts: Range;
  readonly calls: Range;
  readonly tokens: Range;
  readonly usd: Range | null;
}

export interface CostData {
  /** Published files do not tell what was spent. */
  readonly isRecorded: boolean;
  readonly agent: Usage;
  readonly writer: Usage;
  readonly rollouts: {
    readonly finished: number;
    readonly errored: number;
    readonly dev: number;
    readonly probes: number;
    readonly val: number;
  };
  /** Of work, without the pauses between a stop and a resume; `null` when not known. */
  readonly seconds: number | null;
  readonly budget: Caps | null;
  readonly estimate: ExpectedCost | null;
}
