import { createHash } from 'node:crypto';
import type { SplitName, Splits } from './suiteSchema';

/** What the draw may look at. */
export interface Drawn {
  readonly id: string;
  readonly type: string | undefined;
  /** Fixed by the author. */
  readonly split: SplitName | undefined;
}

export const splitNames = ['dev', 'val', 'test'] as const satisfies readonly SplitName[];

const defaultShares: Splits = { dev: 0.6, val: 0.2, test: 0.2 };

/** The shares of the splits, adding up to 1; `undefined` when all of them are 0. */
export function sharesOf(
  splits: Splits | undefined,
): Readonly<Record<SplitName, number>> | undefined {
  const named = splits && splitNames.some((name) => splits[name] !== undefined);
  const { dev = 0, val = 0, test = 0 } = named ? splits : defaultShares;
  const sum = dev + val + test;
  return sum > 0 ? { dev: dev / sum, val: val / sum, test: test / sum } : undefined;
}

/**
 * The split of a case. It depends on nothing but the seed and the case's own id: any rule that also
 * looks at the other cases would move some of them when one is added, and so leak sealed cases into
 * learning. Each type is therefore spread by the shares on average; {@link bestSeed} makes it even.
 */
export function splitOf(
  drawn: Drawn,
  shares: Readonly<Record<SplitName, number>>,
  seed: number,
): SplitName {
  if (drawn.split) return drawn.split;
  const key = JSON.stringify([seed, drawn.id]);
  const point = createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48;
  if (point < shares.dev) return 'dev';
  // The last split with a share takes what rounding leaves over.
  return shares.test === 0 || point < shares.dev + shares.val ? 'val' : 'test';
}

/** The seed (of the first 2,000) that comes closest to the shares within every type. */
export function bestSeed(
  cases: readonly Drawn[],
  shares: Readonly<Record<SplitName, number>>,
): number {
  let best = { seed: 1, off: Infinity };
  for (let seed = 1; seed <= 2000 && cases.length * seed < 400_000; seed++) {
    const off = imbalance(cases, shares, seed);
    if (off < best.off) best = { seed, off };
  }
  return best.seed;
}

/** How far the splits are from their shares, an empty split weighing more than anything else. */
function imbalance(
  cases: readonly Drawn[],
  shares: Readonly<Record<SplitName, number>>,
  seed: number,
): number {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const drawn of cases) {
    const split = splitOf(drawn, shares, seed);
    count(split);
    count(`${drawn.type ?? ''}/${split}`);
    count(`${drawn.type ?? ''}/`);
  }
  let off = 0;
  for (const split of splitNames) {
    if (shares[split] > 0 && !counts.has(split)) off += 1e9;
    off += Math.abs((counts.get(split) ?? 0) - cases.length * shares[split]);
    for (const type of new Set(cases.map((drawn) => drawn.type ?? ''))) {
      const ideal = (counts.get(`${type}/`) ?? 0) * shares[split];
      off += Math.abs((counts.get(`${type}/${split}`) ?? 0) - ideal);
    }
  }
  return off;
}
