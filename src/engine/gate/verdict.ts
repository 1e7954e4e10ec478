/** A candidate's finding as people read it: the verdict, its numbers, and one plain sentence. */
import type { FlipRates } from './calibration';
import type { CandidateDecision } from './decision';
import { anytimeP } from './eProcess';
import type { Finding, Need } from './finding';
import type { Estimate } from './interval';
import type { Trial } from './trial';

/** What a confirmation rests on. */
export interface GateNumbers {
  /** Batches of fresh rollouts, and how many rollouts they were. */
  readonly rounds: number;
  readonly rollouts: number;
  /** Fresh pairs of failing probes that only the candidate passed, and that only the current library passed. */
  readonly won: number;
  readonly lost: number;
  /** The chance that an edit that does nothing ever does this well. */
  readonly p: number;
  readonly flipRate: FlipRates;
  /** Share of the failing probes it fixes, with its 95 % interval, and of how many. */
  readonly effect: Estimate & { readonly of: number };
  /** Passing probes it breaks, by fresh rollouts of both. */
  readonly broken: readonly string[];
}

export interface GateVerdict {
  readonly verdict: Finding['verdict'];
  readonly sentence: string;
  /** Absent where one rollout decides. */
  readonly numbers?: GateNumbers;
}

export function verdictOf(
  { finding, trial, assessment }: CandidateDecision,
  flipRate: FlipRates,
): GateVerdict {
  const { verdict } = finding;
  if (!trial || !assessment) return { verdict, sentence: explain(finding) };
  const { rate, low, high, of } = assessment.effect;
  const numbers: GateNumbers = {
    rounds: trial.rounds,
    rollouts: trial.rollouts,
    ...gainPairs(trial),
    p: anytimeP(trial.gain),
    flipRate,
    effect: { rate, low, high, of },
    broken: 'broken' in finding ? finding.broken : [],
  };
  return { verdict, sentence: explain(finding, numbers), numbers };
}

function gainPairs({ probes }: Trial): { readonly won: number; readonly lost: number } {
  const failing = probes.filter(({ passedBefore }) => !passedBefore);
  return {
    won: failing.reduce((sum, probe) => sum + probe.won, 0),
    lost: failing.reduce((sum, probe) => sum + probe.lost, 0),
  };
}

function explain(finding: Finding, numbers?: GateNumbers): string {
  switch (finding.verdict) {
    case 'accepted':
      return numbers
        ? `Confirmed: it ${fixes(numbers)}, and ${pairs(numbers)}. No passing probe stayed broken.`
        : 'The agent is repeatable, so one rollout per probe decides: it fixes more than it breaks.';
    case 'revise':
      return `It breaks ${count(finding.broken.length, 'passing probe')} again and again; without that it may be worth having.`;
    case 'inconclusive':
      return explainOpen(finding, numbers);
    case 'rejected':
      return explainRejection(finding, numbers);
  }
}

function explainRejection(
  { why, broken }: Extract<Finding, { verdict: 'rejected' }>,
  numbers?: GateNumbers,
): string {
  switch (why) {
    case 'no gain':
      return numbers ? `It ${fixes(numbers)}: too few to be worth having.` : 'It gains nothing.';
    case 'no failing probe':
      return 'The probe set has no failing probe, so there was nothing to gain.';
    case 'breaks':
      return numbers
        ? `It breaks ${count(broken.length, 'passing probe')} again and again, and gains too little to be revised.`
        : `It breaks ${count(broken.length, 'passing probe')}, more than it may.`;
    case 'outranked':
      return 'Another candidate of the same update was accepted.';
    case 'outrun':
      return 'It could no longer win, so its probe was stopped.';
  }
}

function explainOpen(
  { why, need }: Extract<Finding, { verdict: 'inconclusive' }>,
  numbers?: GateNumbers,
): string {
  const takes = `It would take ${describe(need)}.`;
  switch (why) {
    case 'faults':
      return `Too many of its rollouts met faults. ${takes}`;
    case 'regressions':
      return `It gains, but not every passing probe could be shown to be unharmed. ${takes}`;
    case 'gain': {
      const tried = numbers !== undefined && numbers.won + numbers.lost > 0;
      return `Undecided${tried ? `: ${pairs(numbers)}` : ''}. ${takes}`;
    }
  }
}

function describe(need: Need): string {
  switch (need.what) {
    case 'repeats':
      return `about ${need.count} more repeat${need.count === 1 ? '' : 's'} of ${count(need.probes, 'probe')}`;
    case 'failing probes':
      return `about ${need.count} more failing probe${need.count === 1 ? '' : 's'}`;
    case 'fault-free rollouts':
      return `${need.count} more rollout${need.count === 1 ? '' : 's'} without a fault`;
  }
}

function fixes({ effect: { rate, low, high, of } }: GateNumbers): string {
  const [about, least, most] = [rate, low, high].map((share) => Math.round(share * of));
  return `fixes about ${about} of ${count(of, 'failing probe')} (${least} to ${most})`;
}

function pairs({ won, lost, p }: GateNumbers): string {
  return `it alone passed in ${won} of ${count(won + lost, 'differing pair')} (p ${p < 0.001 ? '< 0.001' : p.toFixed(3)})`;
}

function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}
