/**
 * pass^n: the chance that a sample passes n times in a row, from `passes` of `repeats` rollouts. Unbiased:
 * the share of the ways to pick n of the rollouts in which every one of them passed, C(passes, n) / C(repeats, n).
 * `null` while there are fewer than n rollouts.
 *
 * @throws RangeError unless 0 ≤ passes ≤ repeats and n ≥ 1, all whole.
 */
export function passAllOf(n: number, passes: number, repeats: number): number | null {
  const whole = [n, passes, repeats].every(Number.isInteger);
  if (!whole || n < 1 || passes < 0 || passes > repeats) {
    throw new RangeError(`pass^${n} of ${passes} in ${repeats}`);
  }
  if (n > repeats) return null;
  let chance = 1;
  for (let i = 0; i < n; i++) chance *= Math.max(0, passes - i) / (repeats - i);
  return chance;
}

/** pass^n over samples: the mean of those that have enough rollouts; `null` when none has. */
export function meanPassAllOf(
  n: number,
  samples: readonly { readonly passes: number; readonly repeats: number }[],
): number | null {
  const known = samples.flatMap(({ passes, repeats }) => passAllOf(n, passes, repeats) ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}
