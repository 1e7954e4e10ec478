/** How many of the failing probes an edit fixes, as far as its rollouts tell. */
import type { Estimate } from './interval';

export interface Effect extends Estimate {
  /** Failing probes; `rate`, `low` and `high` are shares of them. */
  readonly of: number;
  /** Chance of each number of fixed probes, from none to all. */
  readonly chances: readonly number[];
}

/**
 * The distribution of the number of fixed probes, any number as likely as any other beforehand, and any set of as
 * many probes. `ratios` says of each probe how many times as likely its rollouts are if it is fixed as if it is not.
 * With e_m the m-th elementary symmetric polynomial of the ratios, m probes are fixed with a chance proportional to
 * e_m / C(n, m). The interval holds 95 % of it, `rate` is its mean.
 */
export function effectOf(ratios: readonly number[]): Effect {
  const n = ratios.length;
  const sums = new Float64Array(n + 1);
  sums[0] = 1;
  ratios.forEach((ratio, i) => {
    for (let m = i + 1; m > 0; m--) sums[m] = (sums[m] ?? 0) + (sums[m - 1] ?? 0) * ratio;
  });
  const weights: number[] = [];
  let ways = 1;
  let total = 0;
  sums.forEach((sum, m) => {
    const weight = sum / ways;
    weights.push(weight);
    total += weight;
    ways = (ways * (n - m)) / (m + 1);
  });
  const chances = weights.map((weight) => weight / total);
  if (n === 0) return { of: 0, rate: 0, low: 0, high: 0, chances };
  const mean = chances.reduce((sum, chance, m) => sum + chance * m, 0);
  return {
    of: n,
    rate: mean / n,
    low: quantile(chances, 0.025) / n,
    high: quantile(chances, 0.975) / n,
    chances,
  };
}

/** Chance that at least this share of the failing probes is fixed, and at least one. */
export function chanceOfAtLeast({ of, chances }: Effect, share: number): number {
  const least = Math.max(1, Math.round(share * of));
  return chances.slice(least).reduce((sum, chance) => sum + chance, 0);
}

function quantile(chances: readonly number[], level: number): number {
  let sum = 0;
  for (const [m, chance] of chances.entries()) {
    sum += chance;
    if (sum >= level) return m;
  }
  return chances.length - 1;
}
