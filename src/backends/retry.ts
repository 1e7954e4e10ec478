import pRetry from 'p-retry';
import type { Clock } from '../engine/ports';

export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Wait after the first failure; doubles with each further one. */
  readonly baseMs: number;
  /** Longest wait of our own choosing. */
  readonly maxMs: number;
  /** Longest wait a server may ask for; if it asks for more, the call fails at once. */
  readonly maxAskedMs: number;
}

export const defaultRetry: RetryOptions = {
  attempts: 8,
  baseMs: 500,
  maxMs: 30_000,
  maxAskedMs: 120_000,
};

/** Thrown by an attempt: what to tell the caller, and whether another attempt may help. */
export class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed';
  constructor(
    readonly error: Error,
    /** `again`: worth another attempt; after `askedMs`, if the server said so. */
    readonly next: { readonly again: boolean; readonly askedMs?: number },
  ) {
    super(error.message);
  }
}

/** A call that is not answered yet and waits before it asks again. */
export interface Waiting {
  /** What went wrong, for people. */
  readonly reason: string;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** Until the next one, in milliseconds. */
  readonly nextInMs: number;
}

export interface RetryContext {
  readonly clock: Clock;
  /** Hears of every wait before it begins. */
  readonly onWait?: ((waiting: Waiting) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Uniform in [0, 1); spreads the attempts of callers that failed together. */
  readonly random: () => number;
}

/**
 * Runs `attempt` (told its number, from 1) until it succeeds, fails for good or has failed
 * `options.attempts` times. Throws the last attempt's error, or at once the signal's reason.
 */
export async function retrying<T>(
  attempt: (number: number) => Promise<T>,
  options: RetryOptions,
  { clock, signal, random, onWait }: RetryContext,
): Promise<T> {
  try {
    return await pRetry(attempt, {
      retries: Math.max(0, options.attempts - 1),
      // All waiting happens below, on the clock handed in and as long as the server asks.
      minTimeout: 0,
      maxTimeout: 0,
      ...(signal ? { signal } : {}),
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof AttemptFailed) || !error.next.again) return false;
        const { askedMs } = error.next;
        if (askedMs !== undefined && askedMs > options.maxAskedMs) return false;
        const nextInMs = waitMs(attemptNumber, askedMs, options, random);
        onWait?.({ reason: error.message, attempt: attemptNumber, nextInMs });
        await clock.sleep(nextInMs, signal);
        return true;
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof AttemptFailed ? error.error : error;
  }
}

/** The wait after the given attempt (from 1) failed, in milliseconds. */
export function waitMs(
  attempt: number,
  askedMs: number | undefined,
  options: Pick<RetryOptions, 'baseMs' | 'maxMs'>,
  random: () => number,
): number {
  const full = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
  // A server that asks for no wait at all gets ours: it is still the one that is too busy.
  if (askedMs === undefined || askedMs === 0) return full * (0.5 + random() / 2);
  // Never before the time the server named, and not all callers in the same millisecond after it.
  return askedMs + random() * Math.min(options.baseMs, askedMs);
}
