/**
 * The held-out samples a candidate is judged on: half failing, half passing, each stratified by type,
 * as published (spec: probe set = earlier updates of the epoch, else the previous epoch, else the batch).
 */
import type { Rng } from '../ports';
import type { Sample } from '../types';
import { resultsOf, type Entry, type Results } from './entry';

export interface ProbeSet {
  readonly failing: readonly Sample[];
  readonly passing: readonly Sample[];
}

export function probeSamples(probe: ProbeSet): readonly Sample[] {
  return [...probe.failing, ...probe.passing];
}

/** An even share of `n` per type, at least one each, topped up at random; more than `n` if there are more types. */
export function stratifiedSample(samples: readonly Sample[], n: number, rng: Rng): Sample[] {
  if (samples.length === 0 || n <= 0) return [];
  const byType = new Map<string, Sample[]>();
  for (const sample of samples) {
    const type = sample.type ?? 'other';
    const group = byType.get(type);
    if (group) group.push(sample);
    else byType.set(type, [sample]);
  }
  const share = Math.max(1, Math.floor(n / byType.size));
  const chosen = [...byType.values()].flatMap((group) =>
    rng.sample(group, Math.min(share, group.length)),
  );
  const missing = n - chosen.length;
  if (missing <= 0) return chosen;
  const taken = new Set(chosen);
  const rest = samples.filter((sample) => !taken.has(sample));
  return [...chosen, ...rng.sample(rest, Math.min(missing, rest.length))];
}

/** Draws from known results; `null` when there is nothing to draw. Failing ones first, one stream of chance. */
export function drawProbe(
  results: Results,
  samples: ReadonlyMap<string, Sample>,
  size: number,
  rng: Rng,
): ProbeSet | null {
  const half = Math.floor(size / 2);
  const those = (passed: boolean): Sample[] =>
    [...results].flatMap(([id, correct]) => {
      const sample = correct === passed ? samples.get(id) : undefined;
      return sample ? [sample] : [];
    });
  const failing = stratifiedSample(those(false), half, rng);
  const passing = stratifiedSample(those(true), half, rng);
  return failing.length + passing.length > 0 ? { failing, passing } : null;
}

/**
 * Results to draw the probe of an update from, out of sample where that is possible. `undefined` while only
 * the batch itself could serve, and it has not run yet.
 */
export function probeSource(
  earlier: readonly Entry[],
  previousEpoch: Results | null,
): Results | undefined {
  if (earlier.length > 0) return resultsOf(earlier);
  if (previousEpoch && previousEpoch.size > 0) return previousEpoch;
  return undefined;
}
