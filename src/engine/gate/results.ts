import { boldness, settle } from './eProcess';
import { count } from './probeEvidence';
import type { RolloutResult } from './rolloutResult';
import type { Assessment } from './assessment';
import type { Trial } from './trial';

/** What came of one request: of the candidate's rollout, and of the current library's beside it. */
export interface PairResult {
  readonly candidate: string;
  readonly sample: string;
  readonly outcome: RolloutResult;
  /** Absent where only the candidate was asked for. */
  readonly baseline?: RolloutResult;
}

interface Bet {
  readonly p: number;
  readonly won: boolean;
}

/**
 * A candidate after a round. Bets are what `before` says, the assessment the round was planned by. Pairs with a
 * fault in either arm, and pairs that came out alike, settle nothing; single rollouts only inform the plan.
 */
export function addResults(
  trial: Trial,
  before: Assessment,
  results: readonly PairResult[],
): Trial {
  const forecasts = new Map(
    [...before.hopes, ...before.risks].map(({ probe, pair }) => [probe.sample, pair.shows]),
  );
  const probes = new Map(trial.probes.map((probe) => [probe.sample, probe]));
  const gains: Bet[] = [];
  const harms: Bet[] = [];
  let rollouts = 0;
  let pairs = 0;
  for (const { sample, outcome, baseline } of results) {
    const probe = probes.get(sample);
    if (!probe) continue;
    rollouts += baseline === undefined ? 1 : 2;
    const whole = outcome !== 'fault' && baseline !== undefined && baseline !== 'fault';
    if (whole) pairs += 1;
    const won = whole && outcome === 'pass' && baseline === 'fail';
    const lost = whole && outcome === 'fail' && baseline === 'pass';
    probes.set(sample, {
      ...probe,
      baseline: count(probe.baseline, baseline),
      candidate: count(probe.candidate, outcome),
      won: probe.won + (won ? 1 : 0),
      lost: probe.lost + (lost ? 1 : 0),
    });
    if (!won && !lost) continue;
    const p = boldness(forecasts.get(sample) ?? 0.5);
    if (probe.passedBefore) harms.push({ p, won: lost });
    else gains.push({ p, won });
  }
  return {
    ...trial,
    probes: trial.probes.map((probe) => probes.get(probe.sample) ?? probe),
    gain: settle(trial.gain, gains),
    harm: settle(trial.harm, harms),
    rounds: trial.rounds + 1,
    rollouts: trial.rollouts + rollouts,
    pairs: trial.pairs + pairs,
  };
}
