/**
 * The share of an update's error budget that its `rank`-th confirmed candidate (from 1) is tested at. The shares of
 * all ranks add up to 1, so that any number of candidates and revisions stay within the budget together. A rank is
 * given out before the candidate's fresh pairs are run; the first pass, which chose the order, is no part of them.
 * Σ 1/k² = π²/6 (L. Euler, 1735).
 */
export function errorShare(rank: number): number {
  return 6 / (Math.PI * rank) ** 2;
}
