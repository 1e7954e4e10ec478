/** Does the time for an input grow with its size, or faster? */
import { performance } from 'node:perf_hooks';

/** One function on one kind of input. */
export interface GrowthCase {
  readonly name: string;
  /** The work on an input of about this size; whatever making the input takes is not measured. */
  readonly make: (size: number) => () => unknown;
  /** Each twice the one before. */
  readonly sizes: readonly number[];
}

export interface Growth {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly ms: readonly number[];
  /** By how much the time grows for each doubling, over all of them; linear is 2. */
  readonly perDoubling: number;
}

/** Below this a clock measures itself. */
const LEAST_MS = 2;

/** Measures an input of every size, the best of five. */
export function growth({ name, make, sizes }: GrowthCase): Growth {
  const ms = sizes.map((size) => {
    const work = make(size);
    return Math.min(...Array.from({ length: 5 }, () => timed(work)));
  });
  const first = Math.max(ms[0] ?? 0, LEAST_MS);
  const last = Math.max(ms.at(-1) ?? 0, LEAST_MS);
  return { name, sizes, ms, perDoubling: (last / first) ** (1 / Math.max(1, sizes.length - 1)) };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Sizes that double: `doubling(10_000, 5)` ends at 160,000. */
export function doubling(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first * 2 ** i);
}
