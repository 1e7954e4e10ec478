/** One candidate under confirmation: its rollouts and its stakes. */
import type { ProbeMeasure } from '../learn/gate';
import { firstStake, type Stake } from './eProcess';
import { errorShare } from './errorBudget';
import type { ConfirmationPolicy } from './policy';
import { count, type Counts, type ProbeEvidence } from './probeEvidence';
import { resultOf } from './rolloutResult';

export interface Trial {
  readonly candidate: string;
  readonly probes: readonly ProbeEvidence[];
  /** That it fixes failing probes; that it breaks passing ones. Fresh pairs only. */
  readonly gain: Stake;
  readonly harm: Stake;
  /** Its place in the error budget; `null` until it is confirmed. */
  readonly rank: number | null;
  readonly rounds: number;
  /** Rollouts asked for beyond the first pass. */
  readonly rollouts: number;
  readonly pairs: number;
  /** Probes of the first pass, and those of them that met no fault in either arm. */
  readonly coverage: { readonly asked: number; readonly evaluated: number };
}

const nothing: Counts = { passes: 0, fails: 0 };

export function startTrial(candidate: string, measures: readonly ProbeMeasure[]): Trial {
  const asked = measures.filter((one) => one.candidate !== undefined);
  const met = asked.filter(
    (one) =>
      one.candidate && resultOf(one.candidate) !== 'fault' && resultOf(one.baseline) !== 'fault',
  );
  return {
    candidate,
    probes: measures.map(({ sample, passedBefore, baseline, candidate: episode }) => ({
      sample,
      passedBefore,
      baseline: count(nothing, resultOf(baseline)),
      candidate: count(nothing, episode && resultOf(episode)),
      won: 0,
      lost: 0,
    })),
    gain: firstStake,
    harm: firstStake,
    rank: null,
    rounds: 0,
    rollouts: 0,
    pairs: 0,
    coverage: { asked: asked.length, evaluated: met.length },
  };
}

/** Logarithm the gain stake has to reach at this rank. */
export function acceptAt(policy: ConfirmationPolicy, rank: number): number {
  return -Math.log(policy.falseAccept * errorShare(rank));
}

/** Logarithm at which the harm stake is a veto. */
export function vetoAt(policy: ConfirmationPolicy): number {
  return -Math.log(policy.falseVeto);
}
