/** A rate with the interval it lies in at the confidence asked for. */
export interface Estimate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z_95 = 1.959963984540054;

/**
 * The score interval of a rate (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", J. Am. Stat. Assoc. 22, 1927). Keeps its coverage near 0 and 1, where a run's flip rates lie, and
 * takes counts that are not whole. `rate` is the plain share; without trials, 0 in [0, 1].
 *
 * @throws RangeError unless 0 ≤ hits ≤ trials.
 */
export function wilson(hits: number, trials: number, z = Z_95): Estimate {
  if (!(hits >= 0 && hits <= trials)) throw new RangeError(`${hits} of ${trials}`);
  if (trials === 0) return { rate: 0, low: 0, high: 1 };
  const rate = hits / trials;
  const scale = 1 + (z * z) / trials;
  const centre = rate + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return {
    rate,
    // At the ends the two terms are equal, and what their difference leaves is rounding.
    low: hits === 0 ? 0 : (centre - spread) / scale,
    high: hits === trials ? 1 : (centre + spread) / scale,
  };
}
