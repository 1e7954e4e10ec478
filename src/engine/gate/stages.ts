/** The order a candidate's first pass is run in. */
import type { ProbeMeasure } from '../learn/gate';
import { resultOf } from './rolloutResult';

/** One in so many probes that can be won has one beside it that can only be lost. */
const GAINS_PER_SENTRY = 4;

type Probe = Pick<ProbeMeasure, 'sample' | 'passedBefore' | 'baseline'>;

/**
 * For an agent that is repeatable. Most edits fail in one of two ways. They change nothing: only samples that fail
 * with the current library can tell, and all of those must. Or they break a lot: a few of those that pass tell as
 * well as all. So what can be won comes first, with a few sentries that can only be lost, and the rest only for an
 * edit that has won something; the published decision is certain as early as that allows.
 */
export function publishedStages<P extends Probe>(probes: readonly P[]): readonly (readonly P[])[] {
  const passes = ({ baseline }: P): boolean => resultOf(baseline) === 'pass';
  const gains = probes.filter((probe) => !passes(probe));
  const risks = [
    ...probes.filter((probe) => probe.passedBefore && passes(probe)),
    ...probes.filter((probe) => !probe.passedBefore && passes(probe)),
  ];
  const sentries = Math.floor(gains.length / GAINS_PER_SENTRY);
  return [[...risks.slice(0, sentries), ...gains], risks.slice(sentries)];
}

/**
 * For one that is not: the failing half, which tells who leads. Passing probes say nothing certain at one rollout;
 * the confirmation asks for them where it matters.
 */
export function leadingStage<P extends Probe>(probes: readonly P[]): readonly P[] {
  return probes.filter(({ passedBefore }) => !passedBefore);
}
