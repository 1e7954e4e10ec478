import type { WriterHints } from '../../ports';

/** What every prompt needs besides its input. */
export interface PromptOptions {
  /** Edits wanted per proposal. */
  readonly maxProposals: number;
  /** How many learned skills the library may hold. */
  readonly capacity: number;
  readonly hints?: WriterHints | undefined;
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

const short: TraceLimits = {
  action: 160,
  actionCount: 20,
  instruction: 300,
  message: 160,
  messageCount: 4,
};

export function limitsOf(options: PromptOptions): TraceLimits {
  return options.shorter === true ? short : full;
}
