/** What the engine needs from the outside. It reaches nothing else: no files, no network, no clock, no chance. */
import type { Place } from '../util/errors';
import type { Decision, RunEvent } from './learn/events';
import type {
  Message,
  Rollout,
  Sample,
  Split,
  ToolCall,
  ToolSpec,
  Transcript,
  TranscriptRef,
  Usage,
} from './types';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A stream of random numbers; equal seeds give equal streams on every machine. */
export interface Rng {
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
  /** `n` distinct items in random order. */
  sample<T>(items: readonly T[], n: number): T[];
}

export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolSpec[];
  /** Which repetition of an otherwise equal request this is; part of the reuse key. */
  readonly repeat?: number;
  /** On whose account: budget and log tell them apart. */
  readonly purpose: 'agent' | 'writer' | 'judge';
}

export interface ModelReply {
  readonly content: string;
  readonly toolCalls?: readonly ToolCall[];
  /** `length` when the reply was cut by its token limit. */
  readonly finish?: 'stop' | 'length' | 'tool_calls' | (string & {});
  readonly usage: Usage;
}

/**
 * Who answers model calls. Implementations throw {@link ModelFault} when no answer could be had,
 * {@link ContextLimitError} when the conversation is too long, and the signal's reason when aborted.
 */
export interface Model {
  /** For people: `simulated`, `gpt-oss-120b @ local`. Never holds a key. */
  readonly label: string;
  /** Everything besides the request that can change an answer: backend, model, parameters. Part of the reuse key. */
  readonly identity: string;
  /** Sampling temperature; `undefined` when it is not ours to set. Reuse is automatic at 0 only. */
  readonly temperature: number | undefined;
  /** Is an equal request certain to get an equal answer, its repeat index aside? Left out where nobody can promise it. */
  readonly isRepeatable?: boolean;
  complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
}

/** No answer could be had, after the backend's own retries. Never the agent's failure. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault';
  constructor(
    message: string,
    readonly kind:
      | 'rate-limit'
      | 'quota'
      | 'server'
      | 'timeout'
      | 'network'
      | 'auth'
      | 'request'
      | 'not-found'
      | 'unreachable'
      | 'cassette',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
  /** Trying again later may help; a wrong key or a wrong request will not get better. */
  get transient(): boolean {
    return ['rate-limit', 'server', 'timeout', 'network'].includes(this.kind);
  }
}

/** The conversation no longer fits the model. That is the agent's doing: status `agent context limit`. */
export class ContextLimitError extends Error {
  override readonly name = 'ContextLimitError';
}

/** The environment broke (server down, tool crashed). Never the agent's failure. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault';
}

/** A cap of `budget` was reached; the run ends cleanly and can be resumed. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
}

/** The agent as a task sees it: one decision per call, skills already injected. */
export interface Agent {
  act(
    messages: readonly Message[],
    options?: { readonly tools?: readonly ToolSpec[] },
  ): Promise<ModelReply>;
}

export interface TaskContext {
  readonly signal: AbortSignal;
  /** Which repetition of this sample this is, from 0. */
  readonly repeat: number;
  /** For graders that ask a model. Absent when the run has none. */
  readonly judge?: Model;
}

/** What an agent is measured on. Safe to call concurrently; per-episode state stays local. */
export interface Task {
  readonly name: string;
  /** @throws UserError when the split cannot be read. */
  samples(split: Split): Promise<readonly Sample[]>;
  /** The conversation that an episode begins with, as the agent gets it without skills; for estimates. */
  opening?(sample: Sample): readonly Message[];
  /** One episode. Throws {@link EnvironmentFault} or lets model faults through; does not catch aborts. */
  rollout(sample: Sample, agent: Agent, context: TaskContext): Promise<Rollout>;
  /** Whether the episode solved the sample. Throws {@link EnvironmentFault} if that cannot be told. */
  evaluate(sample: Sample, rollout: Rollout, context: TaskContext): Promise<boolean>;
  /** Short tags saying why a sample failed. */
  failureTags?(sample: Sample, rollout: Rollout): readonly string[];
  /** A protocol reminder to inject beside the skills, given the first message of the conversation. */
  protocolHook?(firstMessage: string): string | undefined;
  /** Where the sample is written, for who wants to look at it. */
  placeOf?(sample: Sample): Place | undefined;
  /** Absolute paths of all that its samples and its judgements rest on: a change of one may change outcomes. */
  readonly files?: readonly string[];
  /** What the skill writer should know about this kind of work. */
  readonly writerHints?: WriterHints;
  close?(): Promise<void>;
}

export interface WriterHints {
  /** Names the kind of agent in prompts, as in "a DBBench SQL agent". */
  readonly family?: string;
  /** Rules for skills of this kind of work, one per line. */
  readonly guidance?: string;
  /** Example failure labels, `label: one-line explanation`. */
  readonly labelExamples?: readonly string[];
}

/** The run's memory. Appends are durable against a kill of the process once they return. */
export interface RunStore {
  /** The event an earlier process of this run recorded under this key. */
  recall(key: string): RunEvent | undefined;
  /** Appends an event; one whose key the journal already holds is not written again. */
  record(event: RunEvent): void;
  saveTranscript(transcript: Transcript): TranscriptRef;
  loadTranscript(ref: TranscriptRef): Transcript;
  /** The author's decisions from the `from`-th on (counting from 0), in the order they were made. */
  decisions(from: number): readonly Decision[];
  /** Resolves once there are more than `known` decisions. Rejects with the signal's reason. */
  moreDecisions(known: number, signal: AbortSignal): Promise<void>;
}

/** Replies already paid for, by reuse key. Never holds a fault. */
export interface ReplyCache {
  get(key: string): ModelReply | undefined;
  set(key: string, reply: ModelReply): void;
}
