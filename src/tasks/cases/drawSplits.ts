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
  const point = pointOf(drawn.id, seed);
  if (point < shares.dev) return 'dev';
  // The last split with a share takes what rounding leaves over.
  return shares.test === 0 || point < shares.dev + shares.val ? 'val' : 'test';
}

/** From this many cases on chance alone comes close enough to the shares. */
export const MANY_CASES = 50;

/**
 * The splits of all cases, in their order. Many are drawn one by one, see {@link splitOf}. Few are dealt: each split
 * gets its share to the case, spread over the types, and the ids decide which; a case more moves few others.
 */
export function splitsOf(
  cases: readonly Drawn[],
  shares: Readonly<Record<SplitName, number>>,
  seed: number,
): readonly SplitName[] {
  if (cases.length >= MANY_CASES) return cases.map((drawn) => splitOf(drawn, shares, seed));
  const free = cases.filter(({ split }) => split === undefined);
  const quota = quotaOf(cases, free.length, shares);
  const dealt = new Map<Drawn, SplitName>();
  for (const [type, counts] of countsByType(free, quota)) {
    const members = free
      .filter((drawn) => (drawn.type ?? '') === type)
      .sort((a, b) => pointOf(a.id, seed) - pointOf(b.id, seed));
    const order = splitNames.flatMap((name) => Array.from({ length: counts[name] }, () => name));
    members.forEach((drawn, at) => dealt.set(drawn, order[at] ?? 'dev'));
  }
  return cases.map((drawn) => drawn.split ?? dealt.get(drawn) ?? 'dev');
}

type Counts = Record<SplitName, number>;

/** How many of the free cases each split gets, so that with those fixed by hand it comes to its share. */
function quotaOf(
  cases: readonly Drawn[],
  free: number,
  shares: Readonly<Record<SplitName, number>>,
): Counts {
  const wanted = splitNames.map((name) => {
    const fixed = cases.filter(({ split }) => split === name).length;
    const missing = Math.max(0, cases.length * shares[name] - fixed);
    // What has a share and nothing yet comes first: learning needs a case of each.
    return { name, missing, isEmpty: shares[name] > 0 && fixed === 0 };
  });
  const counts: Counts = { dev: 0, val: 0, test: 0 };
  for (let left = free; left > 0; left -= 1) {
    const gaps = wanted.map((it) => ({ ...it, gap: it.missing - counts[it.name] }));
    const empty = gaps.find((it) => it.isEmpty && counts[it.name] === 0);
    const largest = gaps.reduce((a, b) => (b.gap > a.gap ? b : a));
    counts[(empty ?? largest).name] += 1;
  }
  return counts;
}

/** The quota spread over the types, as evenly as whole cases can be. */
function countsByType(free: readonly Drawn[], quota: Counts): ReadonlyMap<string, Counts> {
  const sizes = new Map<string, number>();
  for (const { type = '' } of free) sizes.set(type, (sizes.get(type) ?? 0) + 1);
  const left = { ...quota };
  const counts = new Map<string, Counts>();
  const parts: { type: string; name: SplitName; fraction: number }[] = [];
  for (const [type, size] of sizes) {
    const whole: Counts = { dev: 0, val: 0, test: 0 };
    for (const name of splitNames) {
      const ideal = (size * quota[name]) / Math.max(1, free.length);
      whole[name] = Math.floor(ideal);
      left[name] -= whole[name];
      parts.push({ type, name, fraction: ideal - whole[name] });
    }
    counts.set(type, whole);
  }
  parts.sort((a, b) => b.fraction - a.fraction || (a.type < b.type ? -1 : 1));
  const taken = ({ dev, val, test }: Counts): number => dev + val + test;
  // Twice: the second time also where nothing was left over, because elsewhere everything is dealt.
  for (const { type, name } of [...parts, ...parts, ...parts]) {
    const of = counts.get(type);
    if (of === undefined || left[name] <= 0 || taken(of) >= (sizes.get(type) ?? 0)) continue;
    of[name] += 1;
    left[name] -= 1;
  }
  return counts;
}

/** Uniform in [0, 1), by the id and the seed alone. */
function pointOf(id: string, seed: number): number {
  const key = JSON.stringify([seed, id]);
  return createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48;
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
