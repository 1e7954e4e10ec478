/** Which rollouts a candidate under confirmation needs next, and whether they can still decide anything. */
import { growth } from './eProcess';
import type { ConfirmationPolicy } from './policy';
import type { Rates } from './probeEvidence';
import type { Assessment, Hope, Risk } from './assessment';
import { acceptAt, vetoAt, type Trial } from './trial';

/** Rollouts to run in one batch. `both`: the current library and the candidate, side by side. */
export interface PairRequest {
  readonly candidate: string;
  readonly sample: string;
  readonly arms: 'both' | 'candidate';
}

/** From this chance on a passing probe counts as broken until pairs say otherwise. */
const SUSPICIOUS = 0.5;
/** A failing probe is worth a pair if that is expected to tell this share of what the best one would. */
const WORTH_A_PAIR = 0.35;
/** A probe this surely fixed may be paired twice in a batch. */
const SURE = 0.9;

function isSuspicious({ broken, passesNeeded }: Risk): boolean {
  return passesNeeded > 0 && broken >= SUSPICIOUS;
}

/** What the gain stake still lacks; 0 once it is won. */
export function lacking({ gain, rank }: Trial, policy: ConfirmationPolicy): number {
  const goal = acceptAt(policy, rank ?? 1);
  return gain.peak >= goal ? 0 : goal - gain.log;
}

export function isVetoed({ harm }: Trial, policy: ConfirmationPolicy): boolean {
  return harm.peak >= vetoAt(policy);
}

/** First what may be gained and what already looks broken; the other passing probes once the gain is certain. */
export function planRound(
  trial: Trial,
  { hopes, risks }: Assessment,
  policy: ConfirmationPolicy,
): readonly PairRequest[] {
  const { candidate } = trial;
  const ask = (sample: string, arms: PairRequest['arms']): PairRequest => ({
    candidate,
    sample,
    arms,
  });
  const suspicious = risks.filter(isSuspicious).map(({ probe }) => ask(probe.sample, 'both'));
  const missing = lacking(trial, policy);
  if (missing > 0) {
    return [
      ...suspicious,
      ...pairsFor(hopes, missing).map(({ probe }) => ask(probe.sample, 'both')),
    ];
  }
  const open = risks.filter((risk) => risk.passesNeeded > 0 && !isSuspicious(risk));
  return [
    ...suspicious,
    ...open.flatMap(({ probe, passesNeeded }) => {
      const { passes, fails } = probe.candidate;
      // It fails more often than not, and yet does not look broken: then the current library has to be asked.
      if (fails > passes) return [ask(probe.sample, 'both')];
      // The first look tells a real regression from none; the others are only there to be sure.
      const looks = passes + fails === 0 ? 1 : passesNeeded;
      return Array.from({ length: looks }, () => ask(probe.sample, 'candidate'));
    }),
  ];
}

/** The most telling pairs, as many as are expected to bring what is missing. */
function pairsFor(hopes: readonly Hope[], missing: number): readonly Hope[] {
  const best = [...hopes].sort((a, b) => b.growth - a.growth);
  const least = (best[0]?.growth ?? 0) * WORTH_A_PAIR;
  const once = best.filter((hope) => hope.growth > 0 && hope.growth >= least);
  const twice = once.filter(({ fixed }) => fixed >= SURE);
  const chosen: Hope[] = [];
  let expected = 0;
  for (const hope of [...once, ...twice]) {
    if (expected >= missing) break;
    chosen.push(hope);
    expected += hope.growth;
  }
  return chosen;
}

/** Least number of rollouts after which the candidate could be accepted, if it is as good as it may be. */
export function leastCost(
  trial: Trial,
  { hopes, risks }: Assessment,
  policy: ConfirmationPolicy,
  rates: Rates,
): number {
  const missing = lacking(trial, policy);
  const pairs = hopes.length === 0 ? Infinity : missing / surePair(rates);
  const clearing = risks.reduce((sum, risk) => sum + risk.passesNeeded, 0);
  return (missing > 0 ? 2 * Math.ceil(pairs) : 0) + clearing;
}

/** What a pair of a probe that is certainly fixed is expected to add to the stake's logarithm. */
export function surePair({ passing, failing }: Rates): number {
  const wins = (1 - passing) * (1 - failing);
  const losses = passing * failing;
  return (wins + losses) * growth(wins / (wins + losses));
}
