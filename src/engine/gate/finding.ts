/** How a candidate ends, and why. */
import type { GateRule } from '../learn/gate';
import { isVetoed, lacking, leastCost, planRound, surePair } from './planRound';
import type { ConfirmationPolicy } from './policy';
import type { Rates } from './probeEvidence';
import type { Assessment } from './assessment';
import type { Trial } from './trial';

/** What an inconclusive candidate would have needed. */
export type Need =
  | { readonly what: 'repeats'; readonly count: number; readonly probes: number }
  | { readonly what: 'failing probes'; readonly count: number }
  | { readonly what: 'fault-free rollouts'; readonly count: number };

export type Finding =
  | { readonly verdict: 'accepted'; readonly why: 'confirmed' | 'published' }
  | {
      readonly verdict: 'rejected';
      readonly why: 'no gain' | 'no failing probe' | 'breaks' | 'outranked' | 'outrun';
      readonly broken: readonly string[];
    }
  /** It breaks what it may not, and may be worth having without that. */
  | { readonly verdict: 'revise'; readonly why: 'breaks'; readonly broken: readonly string[] }
  | {
      readonly verdict: 'inconclusive';
      readonly why: 'gain' | 'regressions' | 'faults';
      readonly need: Need;
    };

/** A passing probe counts as broken by name from this chance on, once the veto is certain. */
const BROKEN = 0.5;

export interface Facts {
  readonly trial: Trial;
  readonly assessment: Assessment;
  /** Rollouts that may still be spent on it. */
  readonly left: number;
  /** Has another candidate of the update been accepted? */
  readonly outranked: boolean;
}

export interface Terms {
  readonly rule: GateRule;
  readonly policy: ConfirmationPolicy;
  readonly rates: Rates;
}

/** `null` while more rollouts are needed, and worth their cost. */
export function findingOf(facts: Facts, terms: Terms): Finding | null {
  const { trial, assessment, left, outranked } = facts;
  const { rule, policy, rates } = terms;
  const { asked, evaluated } = trial.coverage;
  if (evaluated < rule.minCoverage * asked) {
    const count = Math.ceil(rule.minCoverage * asked) - evaluated;
    return inconclusive('faults', { what: 'fault-free rollouts', count });
  }
  if (isVetoed(trial, policy)) {
    const broken = confirmedRegressions(assessment);
    return assessment.worth >= policy.promising
      ? { verdict: 'revise', why: 'breaks', broken }
      : { verdict: 'rejected', why: 'breaks', broken };
  }
  if (outranked) return rejected('outranked');
  if (assessment.effect.of === 0) return rejected('no failing probe');
  const gained = lacking(trial, policy) === 0;
  if (gained && assessment.risks.every(({ passesNeeded }) => passesNeeded === 0)) {
    return { verdict: 'accepted', why: 'confirmed' };
  }
  if (!gained && assessment.worth <= policy.reject) return rejected('no gain');
  const affordable =
    trial.rounds < policy.maxRounds && leastCost(trial, assessment, policy, rates) <= left;
  const promising = gained || assessment.worth >= policy.promising;
  if (affordable && promising && planRound(trial, assessment, policy).length > 0) return null;
  return gained
    ? inconclusive('regressions', clearingNeed(assessment))
    : inconclusive('gain', gainNeed(facts, terms));
}

/** Passing probes that the edit breaks, by its fresh pairs. */
function confirmedRegressions({ risks }: Assessment): readonly string[] {
  return risks
    .filter(({ probe, broken }) => broken >= BROKEN && probe.lost > probe.won)
    .map(({ probe }) => probe.sample);
}

function rejected(why: Extract<Finding, { verdict: 'rejected' }>['why']): Finding {
  return { verdict: 'rejected', why, broken: [] };
}

function inconclusive(
  why: Extract<Finding, { verdict: 'inconclusive' }>['why'],
  need: Need,
): Finding {
  return { verdict: 'inconclusive', why, need };
}

function clearingNeed({ risks }: Assessment): Need {
  const open = risks.filter(({ passesNeeded }) => passesNeeded > 0);
  const count = Math.max(1, ...open.map(({ passesNeeded }) => passesNeeded));
  return { what: 'repeats', count, probes: open.length };
}

/** Repeats are worth asking for up to this many of a probe. */
const MOST_REPEATS = 10;
/** So many pairs of a probe are counted on when more probes are asked for. */
const PAIRS_PER_PROBE = 3;

function gainNeed({ trial, assessment }: Facts, { policy, rates }: Terms): Need {
  const missing = lacking(trial, policy);
  const likely = assessment.hopes.filter(({ fixed }) => fixed >= 0.5);
  const perRepeat = likely.reduce((sum, hope) => sum + hope.growth, 0);
  const repeats = Math.max(1, Math.ceil(missing / perRepeat));
  if (repeats <= MOST_REPEATS) {
    return { what: 'repeats', count: repeats, probes: likely.length };
  }
  const share = Math.max(policy.worthwhile, assessment.effect.rate);
  const perProbe = PAIRS_PER_PROBE * surePair(rates) * share;
  // An agent as good as a coin gains nothing by any number of probes.
  const count = Math.min(999, Math.max(1, Math.ceil(missing / perProbe)));
  return { what: 'failing probes', count };
}
