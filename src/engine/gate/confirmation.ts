/**
 * The gate for an agent that is not repeatable. Of the first pass it only takes which candidates lead and on which
 * probes; what decides are fresh rollouts. It runs nothing: it says what to run, is told what came of it, and in
 * the end hands out a decision. Candidates are confirmed one after the other, the likeliest first, and the first
 * that is confirmed wins.
 */
import type { GateRule, ProbeMeasure } from '../learn/gate';
import {
  cautiousFlipRates,
  flipRates,
  isDeterministic,
  type Calibration,
  type FlipRates,
} from './calibration';
import { findingOf, type Finding } from './finding';
import { planRound, type PairRequest } from './planRound';
import { defaultPolicy, type ConfirmationPolicy } from './policy';
import { decideAsPublished } from './published';
import { addResults, type PairResult } from './results';
import { assess, type Assessment, type Expectation } from './assessment';
import type { Decision } from './decision';
import { startTrial, type Trial } from './trial';

export interface Contender {
  readonly id: string;
  /** The probe set; what has not run has no `candidate`. */
  readonly measures: readonly ProbeMeasure[];
}

export interface ConfirmationInput {
  /** In the order they were proposed; of equals, the first goes first. */
  readonly candidates: readonly Contender[];
  readonly rule: GateRule;
  readonly calibration: Calibration;
  readonly policy?: ConfirmationPolicy;
  /** How many candidates this update has confirmed before: a revision shares the budget of what it revises. */
  readonly confirmedBefore?: number;
}

/** A candidate, what it is known by, and how it ended if it has. */
interface Case {
  readonly trial: Trial;
  readonly assessment: Assessment;
  readonly finding: Finding | null;
}

export interface ConfirmationState {
  readonly input: ConfirmationInput;
  readonly policy: ConfirmationPolicy;
  readonly rates: FlipRates;
  readonly plan: Expectation;
  /** In the order they are confirmed. */
  readonly cases: readonly Case[];
  readonly published: Decision | null;
}

export type Step = { readonly kind: 'run'; readonly requests: readonly PairRequest[] } | Decision;

export function startConfirmation(input: ConfirmationInput): ConfirmationState {
  const policy = input.policy ?? defaultPolicy;
  const rates = flipRates(input.calibration);
  const plan = {
    likely: { passing: rates.passing.rate, failing: rates.failing.rate },
    cautious: cautiousFlipRates(input.calibration),
  };
  const base = { input, policy, rates, plan };
  if (isDeterministic(input.calibration)) {
    return { ...base, cases: [], published: decideAsPublished(input, rates) };
  }
  const cases = input.candidates.map(({ id, measures }): Case => {
    const trial = startTrial(id, measures);
    return { trial, assessment: assess(trial, plan, policy), finding: null };
  });
  const likeliestFirst = cases.sort((a, b) => b.assessment.effect.rate - a.assessment.effect.rate);
  return closeWhatIsDecided({ ...base, cases: likeliestFirst, published: null });
}

/** What to run next, in one batch and both arms side by side, or what was decided. */
export function nextRound(state: ConfirmationState): Step {
  if (state.published) return state.published;
  const active = state.cases.find(({ finding }) => finding === null);
  if (!active) return decide(state);
  return { kind: 'run', requests: planRound(active.trial, active.assessment, state.policy) };
}

/**
 * Takes in what became of the rollouts {@link nextRound} asked for, all of them: a rollout that could not be had is
 * reported as a fault, since leaving out some by how they went would bend the evidence.
 */
export function record(
  state: ConfirmationState,
  results: readonly PairResult[],
): ConfirmationState {
  const active = state.cases.find(({ finding }) => finding === null);
  if (!active) return state;
  const own = results.filter(({ candidate }) => candidate === active.trial.candidate);
  const trial = addResults(active.trial, active.assessment, own);
  const after = { ...active, trial, assessment: assess(trial, state.plan, state.policy) };
  const cases = state.cases.map((one) => (one === active ? after : one));
  return closeWhatIsDecided({ ...state, cases });
}

/** Walks the candidates in order, up to the first that needs more rollouts. */
function closeWhatIsDecided(state: ConfirmationState): ConfirmationState {
  const { input, policy, plan } = state;
  const terms = { rule: input.rule, policy, rates: plan.likely };
  const probes = Math.max(0, ...input.candidates.map(({ measures }) => measures.length));
  const spent = state.cases.reduce((sum, { trial }) => sum + trial.rollouts, 0);
  const passes = input.candidates.length + 1;
  const left = Math.max(policy.minBudget, policy.maxCost * probes * passes) - spent;
  const nextRank = confirmedIn(state) + 1;
  const cases = [...state.cases];
  for (const [i, one] of cases.entries()) {
    if (one.finding) continue;
    // A place in the error budget is given out before the first fresh rollout, to a candidate that gets any.
    const trial = { ...one.trial, rank: one.trial.rank ?? nextRank };
    const ownLeft = Math.max(policy.minBudget, policy.maxCostPerProbe * probes) - trial.rollouts;
    const outranked = cases.some(({ finding }) => finding?.verdict === 'accepted');
    const facts = {
      trial,
      assessment: one.assessment,
      left: Math.min(left, ownLeft),
      outranked,
    };
    const finding = findingOf(facts, terms);
    if (!finding) {
      cases[i] = { ...one, trial };
      break;
    }
    cases[i] = { ...one, finding };
  }
  return { ...state, cases };
}

function confirmedIn({ input, cases }: ConfirmationState): number {
  return (input.confirmedBefore ?? 0) + cases.filter(({ trial }) => trial.rank !== null).length;
}

function decide(state: ConfirmationState): Decision {
  const { input, cases, rates } = state;
  const candidates = input.candidates.flatMap(({ id }) =>
    cases.flatMap(({ trial, assessment, finding }) =>
      trial.candidate === id && finding ? [{ candidate: id, finding, trial, assessment }] : [],
    ),
  );
  return {
    kind: 'decided',
    winner: candidates.find(({ finding }) => finding.verdict === 'accepted')?.candidate ?? null,
    rates,
    candidates,
    confirmed: confirmedIn(state),
  };
}
