/**
 * How repeatable the agent is: rollouts of the same sample with the same library, pooled over a run.
 * It plans (which probes to repeat, what is bet, when to stop); no accepted edit rests on it.
 */
import { wilson, type Estimate } from './interval';

/** Repeats seen of one kind of sample, and how many of them disagreed. Need not be whole. */
export interface RepeatCounts {
  /** Rollouts beyond the first of each sample. */
  readonly repeats: number;
  /** Disagreements, in expectation repeats × the chance that two rollouts differ. */
  readonly flips: number;
}

export interface Calibration {
  readonly passing: RepeatCounts;
  readonly failing: RepeatCounts;
  /** The caller knows that equal requests have equal replies, so that there is nothing to measure. */
  readonly deterministic?: boolean;
}

/** How often a rollout comes out other than its sample usually does, each with its 95 % interval. */
export interface FlipRates {
  /** A sample that usually passes fails. */
  readonly passing: Estimate;
  /** A sample that usually fails passes. */
  readonly failing: Estimate;
}

const none: RepeatCounts = { repeats: 0, flips: 0 };
export const uncalibrated: Calibration = { passing: none, failing: none };

/** Repeats without a flip from which on the agent counts as deterministic. */
const REPEATS_TO_TRUST = 250;

/** Before anything is known, two rollouts are taken to differ one time in five, on the strength of ten repeats. */
const prior: RepeatCounts = { repeats: 10, flips: 2 };

/**
 * Pools repeats. Each group holds the outcomes of one sample under one library, first rollout first; it counts as
 * passing or failing by majority, by its first rollout if that is even. Of r outcomes, p passes and q fails make
 * p·q of the r(r − 1)/2 pairs differ, which is worth 2pq/r flips in r − 1 repeats.
 */
export function calibrate(groups: readonly (readonly boolean[])[]): Calibration {
  let passing = none;
  let failing = none;
  for (const outcomes of groups) {
    const r = outcomes.length;
    if (r < 2) continue;
    const passes = outcomes.filter(Boolean).length;
    const counts = { repeats: r - 1, flips: (2 * passes * (r - passes)) / r };
    const usuallyPasses = 2 * passes === r ? outcomes[0] === true : 2 * passes > r;
    if (usuallyPasses) passing = add(passing, counts);
    else failing = add(failing, counts);
  }
  return { passing, failing };
}

/** Calibrations of separate rollouts as one; deterministic only if both were declared so. */
export function combine(a: Calibration, b: Calibration): Calibration {
  return {
    passing: add(a.passing, b.passing),
    failing: add(a.failing, b.failing),
    ...(a.deterministic === true && b.deterministic === true ? { deterministic: true } : {}),
  };
}

/** Does one rollout tell as much as many? Declared, or seen: no flip in {@link REPEATS_TO_TRUST} repeats. */
export function isDeterministic({ passing, failing, deterministic }: Calibration): boolean {
  if (passing.flips + failing.flips > 0) return false;
  return deterministic === true || passing.repeats + failing.repeats >= REPEATS_TO_TRUST;
}

export function flipRates({ passing, failing }: Calibration): FlipRates {
  return { passing: flipRate(passing), failing: flipRate(failing) };
}

/** With the prior pooled in, so that no rate is ever exactly 0. */
/** One standard error above what was seen: what a passing probe is cleared by. */
export function cautiousFlipRates({ passing, failing }: Calibration): {
  readonly passing: number;
  readonly failing: number;
} {
  return { passing: flipRate(passing, 1).high, failing: flipRate(failing, 1).high };
}

function flipRate(counts: RepeatCounts, z?: number): Estimate {
  const { repeats, flips } = add(counts, prior);
  const { rate, low, high } = wilson(Math.min(flips, repeats), repeats, z);
  return { rate: fromDisagreement(rate), low: fromDisagreement(low), high: fromDisagreement(high) };
}

/** Two rollouts that each flip with chance f differ with chance 2f(1 − f); f is the smaller solution. */
function fromDisagreement(chance: number): number {
  return chance >= 0.5 ? 0.5 : (1 - Math.sqrt(1 - 2 * chance)) / 2;
}

function add(a: RepeatCounts, b: RepeatCounts): RepeatCounts {
  return { repeats: a.repeats + b.repeats, flips: a.flips + b.flips };
}
