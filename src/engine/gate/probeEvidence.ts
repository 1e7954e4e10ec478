/** What is known of one probe, and how much it speaks for a change. */
import type { RolloutResult } from './rolloutResult';

export interface Counts {
  readonly passes: number;
  readonly fails: number;
}

/** All rollouts of one probe in both arms, first pass and fresh. */
export interface ProbeEvidence {
  readonly sample: string;
  readonly passedBefore: boolean;
  readonly baseline: Counts;
  readonly candidate: Counts;
  /** Fresh pairs that the candidate alone passed, and that the baseline alone passed. */
  readonly won: number;
  readonly lost: number;
}

/** Flip rates to reckon with. */
export interface Rates {
  readonly passing: number;
  readonly failing: number;
}

export function count(counts: Counts, result: RolloutResult | undefined): Counts {
  if (result === 'pass') return { ...counts, passes: counts.passes + 1 };
  if (result === 'fail') return { ...counts, fails: counts.fails + 1 };
  return counts;
}

/**
 * What a probe may be if the edit does nothing to it: what it was when drawn, the opposite (it was drawn for a
 * flip), or a sample of its own unknown rate, since flakiness is never spread evenly.
 */
const SAME = 0.9;
const OTHER = 0.05;
const FLAKY = 0.05;

const both = (a: Counts, b: Counts): Counts => ({
  passes: a.passes + b.passes,
  fails: a.fails + b.fails,
});

/** Chance of these rollouts of a sample that usually passes, or usually fails. */
function likelihood({ passes, fails }: Counts, usuallyPasses: boolean, rates: Rates): number {
  const pass = usuallyPasses ? 1 - rates.passing : rates.failing;
  return pass ** passes * (1 - pass) ** fails;
}

/** ∫ r^passes (1 − r)^fails dr: any rate as likely as any other. */
function flakyLikelihood({ passes, fails }: Counts): number {
  let value = 1 / (passes + fails + 1);
  for (let i = 1; i <= fails; i++) value *= i / (passes + i);
  return value;
}

const LIMIT = 1e6;

/**
 * How many times as likely the rollouts are if the edit turned the probe (fixed a failing one, broke a passing
 * one) as if it did nothing to it. Bounded, so that products over a probe set stay finite.
 */
export function changeRatio(evidence: ProbeEvidence, rates: Rates): number {
  const { passedBefore, baseline, candidate } = evidence;
  const all = both(baseline, candidate);
  const unchanged =
    SAME * likelihood(all, passedBefore, rates) +
    OTHER * likelihood(all, !passedBefore, rates) +
    FLAKY * flakyLikelihood(all);
  const changed =
    likelihood(baseline, passedBefore, rates) * likelihood(candidate, !passedBefore, rates);
  return Math.min(LIMIT, Math.max(1 / LIMIT, changed / unchanged));
}

/** The next fresh pair of a probe as planned. */
export interface PairForecast {
  /** Chance that the arms differ. */
  readonly discordant: number;
  /** Of those, the share that shows the change: a fix on a failing probe, a break on a passing one. */
  readonly shows: number;
}

/** @param changed Chance that the edit turned the probe. */
export function forecast(evidence: ProbeEvidence, changed: number, rates: Rates): PairForecast {
  const { passedBefore, baseline, candidate } = evidence;
  const all = both(baseline, candidate);
  const weights = [
    SAME * likelihood(all, passedBefore, rates),
    OTHER * likelihood(all, !passedBefore, rates),
    FLAKY * flakyLikelihood(all),
  ] as const;
  const n = all.passes + all.fails;
  const steady = (usuallyPasses: boolean): number =>
    usuallyPasses ? rates.passing * (1 - rates.passing) : rates.failing * (1 - rates.failing);
  // Unchanged, either arm is as likely to be the one that passes.
  const eitherWay =
    (weights[0] * steady(passedBefore) +
      weights[1] * steady(!passedBefore) +
      weights[2] * (((all.passes + 1) * (all.fails + 1)) / ((n + 2) * (n + 3)))) /
    (weights[0] + weights[1] + weights[2]);
  const shows = changed * (1 - rates.passing) * (1 - rates.failing) + (1 - changed) * eitherWay;
  const denies = changed * rates.passing * rates.failing + (1 - changed) * eitherWay;
  return { discordant: shows + denies, shows: shows / (shows + denies) };
}
