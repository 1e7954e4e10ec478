/** The published rule: of the candidates that may win, the greatest adjusted score, the first of equals. */
import { outcomeOf, scoreOf, standingOf, type GateRule, type ProbeMeasure } from '../learn/gate';
import type { FlipRates } from './calibration';
import type { ConfirmationInput } from './confirmation';
import type { Decision } from './decision';
import type { Finding } from './finding';
import { resultOf } from './rolloutResult';

/** Where a second rollout would only repeat the first, one decides. */
export function decideAsPublished(
  { candidates, rule, confirmedBefore = 0 }: ConfirmationInput,
  rates: FlipRates,
): Decision {
  let winner: string | null = null;
  let most = 0;
  for (const { id, measures } of candidates) {
    if (!isComplete(measures) || standingOf(measures, rule) !== 'admissible') continue;
    const { adjusted } = scoreOf(measures, rule);
    if (adjusted <= most) continue;
    winner = id;
    most = adjusted;
  }
  return {
    kind: 'decided',
    winner,
    rates,
    candidates: candidates.map(({ id, measures }) => ({
      candidate: id,
      finding: id === winner ? { verdict: 'accepted', why: 'published' } : loserOf(measures, rule),
    })),
    confirmed: confirmedBefore,
  };
}

/** A probe that was stopped early was lost already, which its partial counts may not show. */
function loserOf(measures: readonly ProbeMeasure[], rule: GateRule): Finding {
  const broken = measures
    .filter((one) => outcomeOf(one) === 'regressed' && resultOf(one.baseline) === 'pass')
    .map(({ sample }) => sample);
  switch (standingOf(measures, rule)) {
    case 'regresses':
      return { verdict: 'rejected', why: 'breaks', broken };
    case 'admissible':
      return { verdict: 'rejected', why: 'outranked', broken };
    case 'no gain':
      return { verdict: 'rejected', why: isComplete(measures) ? 'no gain' : 'outrun', broken };
    case 'inconclusive': {
      if (!isComplete(measures)) return { verdict: 'rejected', why: 'outrun', broken };
      const count = measures.filter(
        ({ baseline, candidate }) =>
          resultOf(baseline) === 'fault' || (candidate && resultOf(candidate) === 'fault'),
      ).length;
      const need = { what: 'fault-free rollouts', count } as const;
      return { verdict: 'inconclusive', why: 'faults', need };
    }
  }
}

function isComplete(measures: readonly ProbeMeasure[]): boolean {
  return measures.every(({ candidate }) => candidate !== undefined);
}
