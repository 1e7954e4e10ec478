/**
 * What a run records, in the order it happens. The journal is the truth: everything else in a run
 * directory can be rebuilt from it, and resuming a run is running the same engine again while the
 * journal answers for whatever was already done.
 *
 * An event with a `key` is recorded once, however often the engine passes that point; one without a
 * key (a resume, a stop) is recorded each time.
 */
import type {
  Edit,
  EditAction,
  Json,
  Override,
  ProbeOutcome,
  RefusedEdit,
  RolloutStatus,
  Score,
  TranscriptRef,
  Usage,
  Verdict,
} from '../types';
import type { Shown } from '../writer/types';
import type { GateNumbers } from '../gate/verdict';
import type { CycleOptions } from './options';

/** A file of a library: path relative to its folder, and its whole text. */
export interface LibraryFile {
  readonly file: string;
  readonly text: string;
}

/** `baseline` is the measurement before anything was learned. */
export type EpochLabel = number | 'baseline';

/** A stretch of the run that is sealed as a whole: `E|U` an update, `E|val`, `baseline|val`, `E|recovery`. */
export type Scope = string;

/** `eval` is a measurement outside of learning. */
export type RolloutPurpose = 'dev' | 'val' | 'baseline' | 'probe' | 'canary' | 'eval';

export interface RunStarted {
  readonly type: 'run.started';
  readonly key: 'run.started';
  readonly run: string;
  readonly method: string;
  readonly task: string;
  readonly agent: string;
  readonly writer: string;
  readonly samples: { readonly dev: number; readonly val: number };
  readonly cycle: CycleOptions;
  /** The library the run starts from, whole, so that a run stands on its own. */
  readonly base: readonly LibraryFile[];
  readonly learned: readonly LibraryFile[];
}

export interface RunResumed {
  readonly type: 'run.resumed';
}

interface RolloutEvent {
  readonly key: string;
  readonly scope: Scope;
  readonly purpose: RolloutPurpose;
  readonly epoch: EpochLabel;
  readonly update?: number;
  /** Id of the candidate a probe ran for. */
  readonly candidate?: string;
  readonly sample: string;
  readonly repeat: number;
  readonly usage: Usage;
  /** Wall clock of the episode in milliseconds. */
  readonly ms: number;
}

export interface RolloutFinished extends RolloutEvent {
  readonly type: 'rollout.finished';
  readonly status: RolloutStatus;
  readonly correct: boolean;
  readonly transcript: TranscriptRef;
  /** Names of the skills injected into the agent's first decision. */
  readonly skills: readonly string[];
  /** Which skills, of what size, were in a conversation that did not fit the model. */
  readonly overflow?: string;
}

/** A model's or environment's fault, after all retries. Neither passed nor failed. */
export interface RolloutErrored extends RolloutEvent {
  readonly type: 'rollout.errored';
  readonly reason: string;
  readonly attempts: number;
}

/** A rollout nobody needs any more (early stop): what it had cost. */
export interface RolloutAborted {
  readonly type: 'rollout.aborted';
  readonly sample: string;
  readonly candidate?: string;
  readonly usage: Usage;
}

export type WriterCall = 'classify' | 'diagnose' | 'propose' | 'revise';

export interface WriterReplied {
  readonly type: 'writer.replied';
  readonly key: string;
  readonly call: WriterCall;
  readonly epoch: number;
  readonly update: number;
  /** Which proposal, from 0. */
  readonly k?: number;
  /** Parsed; edits are of bounded size, but not yet validated against the library. */
  readonly reply: Json;
  /** Edits too large to be kept, and why; absent when there were none. */
  readonly refused?: readonly RefusedEdit[];
  /** Which texts the writer saw; absent where it changes none, and in runs of before this was noted. */
  readonly shown?: Shown;
  readonly usage: Usage;
}

/** The writer gave nothing usable, even when asked once more; the run goes on without. */
export interface WriterFailed {
  readonly type: 'writer.failed';
  readonly key: string;
  readonly call: WriterCall;
  readonly epoch: number;
  readonly update: number;
  readonly k?: number;
  readonly reason: string;
  readonly usage: Usage;
}

export interface UpdateStarted {
  readonly type: 'update.started';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  /** Sample ids in the order they run. */
  readonly batch: readonly string[];
  /** How many updates the epoch has. */
  readonly updates: number;
  readonly library: readonly string[];
}

export interface ProbeDrawn {
  readonly type: 'probe.drawn';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  /** False when a sample of the batch itself had to serve. */
  readonly outOfSample: boolean;
}

export interface BaselineMeasured {
  readonly type: 'baseline.measured';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  readonly fixes: number;
  readonly regressions: number;
  readonly errored: readonly string[];
}

export interface FailuresLabelled {
  readonly type: 'failures.labelled';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  /** Sample id to label. */
  readonly labels: Readonly<Record<string, string>>;
  /** Label to one-line description, for labels the run did not know before. */
  readonly newLabels: Readonly<Record<string, string>>;
}

/** One proposal as it came, with what of it was valid. */
export interface ProposalMade {
  readonly type: 'proposal.made';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  readonly k: number;
  /** Failure label of the group it was written for; `null` for the whole batch. */
  readonly label: string | null;
  readonly raw: Json;
  readonly refused: readonly RefusedEdit[];
}

/** What of a revision could not be taken; not recorded when there was no such thing. */
export interface RevisionRefused {
  readonly type: 'revision.refused';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  /** Id of the candidate that was to be revised. */
  readonly revisionOf: string;
  readonly refused: readonly RefusedEdit[];
}

/** The gate's verdict on a candidate, with its evidence. */
export interface CandidateJudged {
  readonly type: 'candidate.judged';
  readonly key: string;
  /** `e0-u2-1f3a9c`: epoch, update, digest of the edits; a revision ends in `-r`; a recovery is `e1-recovery`. */
  readonly id: string;
  readonly epoch: number;
  readonly update: number;
  /** One edit, or a REMOVE + ADD pair. */
  readonly edits: readonly Edit[];
  readonly label: string | null;
  /** Id of the candidate this one revises. */
  readonly revisionOf?: string;
  readonly verdict: Verdict;
  /** One plain sentence. */
  readonly reason: string;
  readonly score: Score;
  /** What a confirmation rests on; absent where one rollout per probe decided. */
  readonly numbers?: GateNumbers;
  /** λ, the weight of a regression by an invalid action. */
  readonly penalty: number;
  /** False when the probe was stopped early because the verdict was certain. */
  readonly complete: boolean;
  readonly outcomes: readonly ProbeOutcome[];
  /** Text of each edited skill's file before the edit; `null` when there was none. */
  readonly before: Readonly<Record<string, string | null>>;
  /** Text it has, or would have had, after the edit; `null` when removed. */
  readonly after: Readonly<Record<string, string | null>>;
}

export type LibraryCause =
  | { readonly kind: 'start' }
  | { readonly kind: 'edit'; readonly id: string }
  | { readonly kind: 'decision'; readonly id: string }
  | { readonly kind: 'rollback'; readonly id: string }
  | { readonly kind: 'restore'; readonly epoch: EpochLabel };

/** The run's library is now another one. */
export interface LibraryChanged {
  readonly type: 'library.changed';
  readonly key: string;
  readonly cause: LibraryCause;
  readonly applied: readonly { readonly action: EditAction; readonly name: string }[];
  /** Every file of the learned folder that changed: its new text, or `null` if it is gone. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Learned skills now. */
  readonly names: readonly string[];
  /** Ids of the run's edits that are in it now. */
  readonly inForce: readonly string[];
}

/** What the author said about an edit; one line of `decisions.jsonl`. */
export interface Decision {
  /** Id of a candidate. */
  readonly edit: string;
  readonly decision: 'accept' | 'reject' | 'undo';
  readonly reason?: string;
  /** ISO 8601. */
  readonly at: string;
  /**
   * On an accept: the author's version of the edited skills, whole texts by skill name, where it differs from
   * what was proposed. `null`: there is to be no such skill.
   */
  readonly files?: Readonly<Record<string, string | null>>;
  /** What the gate says of `files`, when their probes were run; absent when nobody asked it. */
  readonly verdict?: Verdict;
  /** What was measured, in one line: `2 fixed, 1 regressed of 8 probes`. */
  readonly evidence?: string;
}

export interface DecisionTaken {
  readonly decision: Decision;
  /** `applied` and `reverted` changed the library; `noted` agreed with what was so already; `stale` could not be done. */
  readonly effect: 'applied' | 'reverted' | 'noted' | 'stale';
  readonly detail: string;
  readonly override?: Override;
}

/** The decisions a run took up at one point, possibly none. */
export interface DecisionsTaken {
  readonly type: 'decisions.taken';
  readonly key: string;
  readonly taken: readonly DecisionTaken[];
}

/** `review: ask`: the run waits until one of these edits is decided. Recorded by every process that waits. */
export interface RunWaiting {
  readonly type: 'run.waiting';
  readonly epoch: number;
  readonly update: number;
  readonly edits: readonly string[];
}

/** After an edit was accepted: samples outside of its probe set, with it and without it. */
export interface CanariesMeasured {
  readonly type: 'canaries.measured';
  readonly key: string;
  readonly epoch: number;
  readonly update: number;
  /** Id of the accepted candidate. */
  readonly candidate: string;
  readonly samples: readonly string[];
  /** Canaries that in the first look passed only without the edit, and only with it. */
  readonly lost: readonly string[];
  readonly won: readonly string[];
  /** Batches of further pairs that the loss was confirmed on. */
  readonly rounds: number;
  /** The chance that an edit that does no harm ever looks this bad; 1 where nothing was lost. */
  readonly p: number;
  readonly rolledBack: boolean;
  /** One plain sentence. */
  readonly reason: string;
}

export interface UpdateFinished {
  readonly type: 'update.finished';
  readonly key: string;
  readonly scope: Scope;
  readonly epoch: number;
  readonly update: number;
  readonly batchSize: number;
  readonly batchCorrect: number;
  readonly batchErrored: number;
  readonly candidates: readonly string[];
  /** Id of the candidate that was applied. */
  readonly winner: string | null;
  readonly recovery: boolean;
}

export interface ValFinished {
  readonly type: 'val.finished';
  readonly key: string;
  readonly scope: Scope;
  readonly epoch: EpochLabel;
  readonly correct: number;
  /** Samples that were evaluated; errored ones are not among them. */
  readonly total: number;
  readonly errored: number;
  readonly score: number;
  /** `null` for the baseline. */
  readonly devScore: number | null;
}

export interface EpochFinished {
  readonly type: 'epoch.finished';
  readonly key: string;
  readonly epoch: number;
  readonly devCorrect: number;
  readonly devTotal: number;
  readonly devErrored: number;
  /** Label to description, cumulative. */
  readonly taxonomy: Readonly<Record<string, string>>;
}

export interface CheckpointSaved {
  readonly type: 'checkpoint.saved';
  readonly key: string;
  readonly epoch: EpochLabel;
  readonly score: number;
  /** The whole learned folder at that checkpoint. */
  readonly files: Readonly<Record<string, string>>;
}

/** The endpoint of a model cannot be had for the moment. */
export interface EndpointWaiting {
  readonly type: 'endpoint.waiting';
  /** Its label, for people. */
  readonly model: string;
  readonly reason: string;
  /** The attempt that failed, from 1; 0: one that is simply not answered. */
  readonly attempt: number;
  /** Until the next attempt. */
  readonly nextInMs: number;
}

/** It answers again. */
export interface EndpointAnswering {
  readonly type: 'endpoint.answering';
  readonly model: string;
}

export interface RunFinished {
  readonly type: 'run.finished';
  readonly key: 'run.finished';
  readonly bestEpoch: EpochLabel | null;
  readonly library: readonly string[];
}

export interface RunStopped {
  readonly type: 'run.stopped';
  readonly reason: 'user' | 'budget' | 'faults' | 'error';
  readonly message: string;
}

export type RunEvent =
  | RunStarted
  | RunResumed
  | RolloutFinished
  | RolloutErrored
  | RolloutAborted
  | WriterReplied
  | WriterFailed
  | UpdateStarted
  | ProbeDrawn
  | BaselineMeasured
  | FailuresLabelled
  | ProposalMade
  | RevisionRefused
  | CandidateJudged
  | LibraryChanged
  | DecisionsTaken
  | RunWaiting
  | CanariesMeasured
  | UpdateFinished
  | ValFinished
  | EpochFinished
  | CheckpointSaved
  | EndpointWaiting
  | EndpointAnswering
  | RunFinished
  | RunStopped;
