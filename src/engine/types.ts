/** The vocabulary of the engine. Everything here is plain data that survives JSON. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `dev` is learned from, `val` monitors, every other split is sealed until evaluation. */
export type Split = 'dev' | 'val' | 'test' | (string & {});

/** One case of a task. Keys beyond these belong to the task and come back to it untouched. */
export interface Sample {
  readonly id: string;
  /** Stratum for balanced probe sets; `other` when absent. */
  readonly type?: string;
  /** What the agent is asked, as the skill writer gets to see it. */
  readonly description: string;
  /** The expected answer, if the task has one that the skill writer may see. */
  readonly answer?: unknown;
  readonly [key: string]: unknown;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; may be broken. */
  readonly arguments: string;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly toolCallId?: string;
}

/** A function the model may call; `parameters` is a JSON schema. */
export interface ToolSpec {
  readonly name: string;
  readonly description?: string;
  readonly parameters: Json;
}

/** What was spent. A reused reply spends nothing. */
export interface Usage {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars, when the preset names prices. */
  readonly usd: number;
  /** Model calls that were answered without being made. */
  readonly reused: number;
}

/**
 * How an episode ended. These are the published words; a task may add its own.
 * `error` is a fault of the environment, never of the agent.
 */
export type RolloutStatus =
  | 'completed'
  | 'agent invalid action'
  | 'agent validation failed'
  | 'agent context limit'
  | 'task limit reached'
  | 'error'
  | (string & {});

export const INVALID_ACTION: RolloutStatus = 'agent invalid action';

/** One episode of the agent on a sample, as the task reports it. */
export interface Rollout {
  readonly status: RolloutStatus;
  readonly history: readonly Message[];
  /** The agent's actions as readable lines, for failure traces. */
  readonly actions: readonly string[];
  readonly answer: string;
  /** What was wrong, when the status is a failure or a fault. */
  readonly error?: string;
  /** The task's own output, for `evaluate`; plain data. */
  readonly result?: unknown;
}

/** A rollout kept to be read later: by the skill writer, by a person, by other tools. */
export interface Transcript {
  readonly sample: string;
  readonly instruction: string;
  readonly type: string;
  readonly status: RolloutStatus;
  readonly correct: boolean | null;
  readonly answer: string;
  readonly expected?: unknown;
  readonly error?: string;
  readonly failureTags: readonly string[];
  readonly actions: readonly string[];
  readonly history: readonly Message[];
  readonly result?: unknown;
}

/** Where a transcript lies in the run's transcript file: byte offset and length. */
export interface TranscriptRef {
  readonly at: number;
  readonly bytes: number;
}

export type EditAction = 'ADD' | 'MODIFY' | 'REMOVE';

/** A change of one skill, as proposed. `tags` absent on a MODIFY keeps the skill's tags. */
export interface Edit {
  readonly action: EditAction;
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly tags?: readonly string[];
}

/** An edit that was not taken: what is kept of it, and one plain sentence why. */
export interface RefusedEdit {
  readonly edit: Json;
  readonly reason: string;
}

/** What the author decided instead of the gate. */
export interface Override {
  readonly by: 'author';
  /** What the gate had said; `inconclusive` of a text that it was never asked about. */
  readonly verdict: Verdict;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** What was measured, in one line. */
  readonly evidence?: string;
}

/** Why a skill is what it is; written into its frontmatter with the published keys. */
export interface Provenance {
  readonly epoch?: number;
  readonly update_cycle?: number;
  readonly action?: EditAction;
  readonly probe_score?: number;
  readonly fixes?: number;
  readonly regressions?: number;
  readonly triggering_sample_ids?: readonly string[];
  readonly parent_version?: number;
  readonly override?: Override;
  readonly [key: string]: unknown;
}

/** `revise`: it breaks what it may not, and may be worth having without that. `inconclusive`: not enough is known. */
export type Verdict = 'accepted' | 'rejected' | 'revise' | 'inconclusive';

/** How several rollouts of one sample came out; faults are left out. */
export interface RepeatCount {
  readonly passes: number;
  readonly rollouts: number;
}

/** What became of one probe under a candidate, against what the sample was before. */
export type OutcomeKind =
  'fixed' | 'regressed' | 'still passing' | 'still failing' | 'errored' | 'not evaluated';

export interface ProbeOutcome {
  readonly sample: string;
  readonly outcome: OutcomeKind;
  /** Did the sample pass when the probe set was drawn? */
  readonly passedBefore: boolean;
  /** Status of the candidate's rollout; absent when there was none. */
  readonly status?: RolloutStatus;
  /** Did it pass in the baseline probe (current library, no candidate)? `null`: errored. */
  readonly baselineCorrect?: boolean | null;
  readonly baselineTranscript?: TranscriptRef;
  readonly transcript?: TranscriptRef;
  readonly reason?: string;
  /** Where it was rolled out more than once: with the edit, and with the library before it. */
  readonly repeats?: { readonly candidate: RepeatCount; readonly baseline: RepeatCount };
}

/** The gate's arithmetic: adjusted = (fixes − baselineFixes) − (regressions − baselineRegressions) − (λ−1)·invalid. */
export interface Score {
  readonly fixes: number;
  readonly regressions: number;
  readonly invalidActionRegressions: number;
  readonly baselineFixes: number;
  readonly baselineRegressions: number;
  readonly adjusted: number;
}
