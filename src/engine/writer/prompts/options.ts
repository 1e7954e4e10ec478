import type { WriterHints } from '../../ports';
import { roughTokens } from '../../roughTokens';
import { promptRoom } from '../promptTokens';

/** What every prompt needs besides its input. */
export interface PromptOptions {
  /** Edits wanted per proposal. */
  readonly maxProposals: number;
  /** How many learned skills the library may hold. */
  readonly capacity: number;
  readonly hints?: WriterHints | undefined;
  /** Tokens that a prompt may take; by default what a model of unknown context has room for. */
  readonly promptTokens?: number | undefined;
  /** May a MODIFY patch a skill by hunks? Default yes. */
  readonly patches?: boolean | undefined;
  /** The second try: traces are shortened, and the writer is told why it is asked again. */
  readonly shorter?: boolean | undefined;
}

/** Length limits of what is quoted from a rollout, in characters; `count` limits are numbers of lines. */
export interface TraceLimits {
  readonly action: number;
  readonly actionCount: number;
  readonly instruction: number;
  readonly message: number;
  readonly messageCount: number;
}

const full: TraceLimits = {
  action: 2000,
  actionCount: 200,
  instruction: 2000,
  message: 400,
  messageCount: 8,
};

const middle: TraceLimits = {
  action: 600,
  actionCount: 60,
  instruction: 1000,
  message: 300,
  messageCount: 6,
};

const short: TraceLimits = {
  action: 160,
  actionCount: 20,
  instruction: 300,
  message: 160,
  messageCount: 4,
};

const least: TraceLimits = {
  action: 100,
  actionCount: 8,
  instruction: 160,
  message: 80,
  messageCount: 2,
};

/** A second try keeps well below what the first took: perhaps that was too long. */
const SECOND_TRY_TOKENS = 8000;

export function tokensFor({ promptTokens = promptRoom(), shorter }: PromptOptions): number {
  return shorter === true ? Math.min(promptTokens / 2, SECOND_TRY_TOKENS) : promptTokens;
}

/** The longest quotes from rollouts with which a text of theirs stays within so many tokens, or the shortest. */
export function fittingLimits(
  options: PromptOptions,
  maxTokens: number,
  textWith: (limits: TraceLimits) => string,
): TraceLimits {
  const choice = options.shorter === true ? [short] : [full, middle, short];
  return choice.find((limits) => roughTokens(textWith(limits)) <= maxTokens) ?? least;
}
