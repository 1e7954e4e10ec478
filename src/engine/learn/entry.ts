import type { Library } from '../skill/library';
import type { TranscriptRef } from '../types';

/** What the loop remembers of a dev rollout; the transcript stays in the store. */
export interface Entry {
  readonly sample: string;
  readonly update: number;
  /** `null`: errored, neither passed nor failed. */
  readonly correct: boolean | null;
  readonly transcript: TranscriptRef | null;
  /** Learned skills when it ran. */
  readonly skills: readonly string[];
  /** The library it ran with, and whether the model was asked. */
  readonly library: Library;
  readonly isFresh: boolean;
  /** Why it errored. */
  readonly fault?: string;
}

/** Sample id to whether it passed, in the order the samples ran. */
export type Results = ReadonlyMap<string, boolean>;

export function resultsOf(entries: readonly Entry[]): Results {
  const results = new Map<string, boolean>();
  for (const { sample, correct } of entries) if (correct !== null) results.set(sample, correct);
  return results;
}
