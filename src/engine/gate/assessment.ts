/** What a trial amounts to so far. */
import { chanceOfAtLeast, effectOf, type Effect } from './effect';
import { growth } from './eProcess';
import type { ConfirmationPolicy } from './policy';
import {
  changeRatio,
  count,
  forecast,
  type PairForecast,
  type ProbeEvidence,
  type Rates,
} from './probeEvidence';
import type { Trial } from './trial';

/** A failing probe as the next pair would see it. */
export interface Hope {
  readonly probe: ProbeEvidence;
  /** Chance that the edit fixes it. */
  readonly fixed: number;
  readonly pair: PairForecast;
  /** What a pair is expected to add to the stake's logarithm. */
  readonly growth: number;
}

/** A passing probe that the edit may have broken. */
export interface Risk {
  readonly probe: ProbeEvidence;
  /** Chance that the edit breaks it. */
  readonly broken: number;
  /** Passes in a row that would clear it; 0 when it is cleared. */
  readonly passesNeeded: number;
  readonly pair: PairForecast;
}

/** A trial in numbers. */
export interface Assessment {
  readonly effect: Effect;
  /** Chance that the edit is worth having, its regressions aside. */
  readonly worth: number;
  readonly hopes: readonly Hope[];
  readonly risks: readonly Risk[];
}

/** Beforehand, one passing probe in ten is taken to be broken. */
const PRIOR_BROKEN = 0.1;
/** An agent as good as a coin could never clear a probe; what is asked for has to end all the same. */
const MOST_PASSES = 20;

/** What the planning goes by, and what a passing probe is cleared by. */
export interface Expectation {
  readonly likely: Rates;
  readonly cautious: Rates;
}

export function assess(
  trial: Trial,
  { likely: rates, cautious }: Expectation,
  policy: ConfirmationPolicy,
): Assessment {
  const failing = trial.probes.filter(({ passedBefore }) => !passedBefore);
  const ratioOf = perCounts((probe) => changeRatio(probe, rates));
  const cautiousRatioOf = perCounts((probe) => changeRatio(probe, cautious));
  const effect = effectOf(failing.map(ratioOf));
  const hopeOf = perCounts((probe) => {
    const fixed = chance(effect.rate, ratioOf(probe));
    const pair = forecast(probe, fixed, rates);
    const gains = pair.shows > 0.5 ? pair.discordant * growth(pair.shows) : 0;
    return { fixed, pair, growth: gains };
  });
  const riskOf = perCounts((probe) => {
    const broken = chance(PRIOR_BROKEN, ratioOf(probe));
    let passesNeeded = 0;
    let supposed = probe;
    while (cautiousRatioOf(supposed) > policy.missedRegression && passesNeeded < MOST_PASSES) {
      supposed = { ...supposed, candidate: count(supposed.candidate, 'pass') };
      passesNeeded += 1;
    }
    return { broken, passesNeeded, pair: forecast(probe, broken, rates) };
  });
  return {
    effect,
    worth: chanceOfAtLeast(effect, policy.worthwhile),
    hopes: failing.map((probe) => ({ probe, ...hopeOf(probe) })),
    risks: trial.probes
      .filter(({ passedBefore }) => passedBefore)
      .map((probe) => ({ probe, ...riskOf(probe) })),
  };
}

/** More than a probe has rollouts of a kind. */
const WAYS = 4096;

/** Most probes of a set have come out alike; each way is worked out once. */
function perCounts<T>(work: (probe: ProbeEvidence) => T): (probe: ProbeEvidence) => T {
  const known = new Map<number, T>();
  return (probe) => {
    const { passedBefore, baseline, candidate } = probe;
    const counts = [baseline.passes, baseline.fails, candidate.passes, candidate.fails];
    const key = counts.reduce((sum, n) => sum * WAYS + n, passedBefore ? 1 : 0);
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = work(probe);
    known.set(key, value);
    return value;
  };
}

function chance(prior: number, ratio: number): number {
  return (prior * ratio) / (prior * ratio + 1 - prior);
}
