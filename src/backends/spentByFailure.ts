/**
 * What a failed call had cost before it failed. The fault itself has no room for it, and a budget
 * that counts only successes would let an ailing server run up any number of requests.
 */
import type { Usage } from '../engine/types';

const spent = new WeakMap<Error, Usage>();

/** Notes on an error what was spent until it was thrown. Returns the error. */
export function withSpent<E extends Error>(error: E, usage: Usage): E {
  spent.set(error, usage);
  return error;
}

/** What {@link withSpent} noted, once: a failure shared by several waiters is paid for by the first. */
export function takeSpent(error: unknown): Usage | undefined {
  if (!(error instanceof Error)) return undefined;
  const usage = spent.get(error);
  spent.delete(error);
  return usage;
}
