import type { Script } from '../skill/tokens';

/** How a learning run proceeds; the config's `cycle` and `probe` blocks with every default filled in. */
export interface CycleOptions {
  readonly epochs: number;
  /** Dev samples per update. */
  readonly updateEvery: number;
  /** Rollouts and writer calls under way at once. */
  readonly concurrency: number;
  /** Edits the writer is asked for per proposal. */
  readonly maxProposals: number;
  /** Capacity of the learned library. */
  readonly maxLearnedSkills: number;
  /** Proposals per update (the published `grpo_k`). */
  readonly proposals: number;
  /** Probe set size, half failing and half passing (the published `grpo_eval_n`). */
  readonly probeSize: number;
  /** Rollouts per probe sample; a sample passes by majority. */
  readonly probeRepeats: number;
  readonly runBaseline: boolean;
  readonly seed: number;
  /** λ: a regression by an invalid action counts λ times. */
  readonly invalidActionPenalty: number;
  /** `ask`: wait for the author's decision on what the gate accepted. */
  readonly review: 'auto' | 'ask';
  readonly gate: GateOptions;
  readonly rules: Rules;
}

/** Which edits are kept. */
export interface GateOptions {
  /** `confirmed`: what leads is confirmed on fresh rollouts. `published`: one rollout per probe decides. */
  readonly kind: 'confirmed' | 'published';
  /** An update whose edits all do nothing accepts one with this chance at most. */
  readonly alpha: number;
  /** Rounds of fresh rollouts a candidate may take. */
  readonly rounds: number;
  /** Dev samples outside of the probe set that are measured again after an edit was accepted; 0: none. */
  readonly canaries: number;
}

export const confirmedGate: GateOptions = {
  kind: 'confirmed',
  alpha: 0.02,
  rounds: 24,
  canaries: 8,
};
export const publishedGate: GateOptions = {
  kind: 'published',
  alpha: 0.02,
  rounds: 0,
  canaries: 0,
};

/** Where the product improves on the published behaviour. `paper` is the published one. */
export interface Rules {
  /** Is a REMOVE + ADD pair proposed together one candidate? */
  readonly pairs: 'joint' | 'separate';
  /** Are faults retried and left out, or counted as published? */
  readonly faults: 'excluded' | 'counted';
  /** Are proposals the same when all of their content is, or when its first 100 characters are? */
  readonly dedupe: 'exact' | 'prefix';
  /** May a MODIFY change only what the writer was shown, by hunks too, or any skill, by whole texts? */
  readonly edits: 'shown' | 'any';
  /** Does a MODIFY without tags keep the skill's tags? */
  readonly keepTags: boolean;
  /** Skills are chosen by words of every script, or of `a-z` and digits alone. */
  readonly words: Script;
  /** Is the library without learned edits a checkpoint too? */
  readonly baselineCheckpoint: boolean;
  /** Does a batch in which nothing failed give the writer nothing to do? */
  readonly skipPassing: boolean;
  /** Run everything as soon as what it needs is known, or step by step. */
  readonly overlap: boolean;
  /** End a candidate's probe as soon as its verdict is certain. */
  readonly earlyStop: boolean;
  /** Below this share of evaluated probes the verdict is inconclusive. */
  readonly minCoverage: number;
  /** Extra attempts for a rollout that met a fault. */
  readonly rolloutRetries: number;
  /** This many faults in a row stop the run. */
  readonly maxConsecutiveFaults: number;
}

export const defaultRules: Rules = {
  pairs: 'joint',
  faults: 'excluded',
  dedupe: 'exact',
  edits: 'shown',
  keepTags: true,
  words: 'unicode',
  baselineCheckpoint: true,
  skipPassing: true,
  overlap: true,
  earlyStop: true,
  minCoverage: 0.6,
  rolloutRetries: 2,
  maxConsecutiveFaults: 12,
};

export const paperRules: Rules = {
  pairs: 'separate',
  faults: 'counted',
  dedupe: 'prefix',
  edits: 'any',
  keepTags: false,
  words: 'ascii',
  baselineCheckpoint: false,
  skipPassing: false,
  overlap: false,
  earlyStop: false,
  minCoverage: 0,
  rolloutRetries: 0,
  maxConsecutiveFaults: Number.MAX_SAFE_INTEGER,
};
