/** The skill writer as the learning loop sees it: four calls, plain data in and out. */
import type { Library } from '../skill/library';
import type { Edit, Json, Transcript, Usage } from '../types';

/** A rollout as shown to the writer. */
export interface Trace extends Transcript {
  /** Learned skills the agent had. */
  readonly skillsBefore: readonly string[];
  /** Whether the sample passed in the previous epoch, if it ran there. */
  readonly passedLastEpoch?: boolean;
}

/** How a learned skill did in this epoch against the previous one. */
export interface Effectiveness {
  readonly runs: number;
  readonly fixes: number;
  readonly regressions: number;
}

export interface ClassifyInput {
  readonly failing: readonly Trace[];
  /** Labels known from earlier updates and epochs, with their descriptions. */
  readonly taxonomy: Readonly<Record<string, string>>;
}

export interface ClassifyReply {
  /** Sample id to label. */
  readonly labels: Readonly<Record<string, string>>;
  /** Label to description. */
  readonly new_labels: Readonly<Record<string, string>>;
}

export interface DiagnoseInput {
  readonly failing: readonly Trace[];
  readonly labels: Readonly<Record<string, string>>;
  readonly library: Library;
}

export interface ProposeInput {
  readonly epoch: number;
  readonly update: number;
  /** Which proposal this is, from 0, and of how many. */
  readonly k: number;
  readonly of: number;
  /** Failure label of the group; `null` for the whole batch. */
  readonly label: string | null;
  /** Failing entries of the group, then every passing entry of the batch. */
  readonly group: readonly Trace[];
  /** Failing entries of the batch outside the group. */
  readonly otherFailing: readonly Trace[];
  readonly labels: Readonly<Record<string, string>>;
  /** Sample id to one sentence, for the failing entries of the group. */
  readonly diagnoses: Readonly<Record<string, string>>;
  readonly library: Library;
  readonly effectiveness: Readonly<Record<string, Effectiveness>>;
}

export interface ReviseInput {
  readonly epoch: number;
  readonly update: number;
  readonly edits: readonly Edit[];
  readonly regressed: readonly Trace[];
}

/** Lines of a text from 1, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Which texts a prompt showed. Whatever else may be changed was named, or not even that. */
export interface Shown {
  /** Names of the skills that were shown in full. */
  readonly full: readonly string[];
  readonly partly: readonly { readonly name: string; readonly lines: readonly LineRange[] }[];
  /** How many skills were shown by name and description at most. */
  readonly unseen: number;
}

export type WriterResult<T> =
  | { readonly ok: true; readonly reply: T; readonly usage: Usage; readonly shown?: Shown }
  | { readonly ok: false; readonly reason: string; readonly usage: Usage };

/**
 * Implementations never throw for a bad reply; they say so in the result. They do throw the signal's
 * reason when aborted, a ModelFault when the model could not be asked, and BudgetExceeded.
 */
export interface SkillWriter {
  classify(input: ClassifyInput, signal: AbortSignal): Promise<WriterResult<ClassifyReply>>;
  /** Sample id to one sentence. */
  diagnose(
    input: DiagnoseInput,
    signal: AbortSignal,
  ): Promise<WriterResult<Readonly<Record<string, string>>>>;
  /** Edits as the model wrote them, not validated. */
  propose(input: ProposeInput, signal: AbortSignal): Promise<WriterResult<readonly Json[]>>;
  revise(input: ReviseInput, signal: AbortSignal): Promise<WriterResult<readonly Json[]>>;
}
