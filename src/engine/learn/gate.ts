/**
 * The rule that decides whether an edit is kept. Pure: what was measured goes in, a verdict comes out.
 *
 * adjusted = (fixes − baselineFixes) − (regressions − baselineRegressions) − (λ − 1) · invalidActionRegressions.
 * A candidate may win if adjusted > 0 and it regresses no more passing samples than the current library does
 * by itself. Of several, the greatest adjusted wins, the first of equals.
 */
import { INVALID_ACTION, type OutcomeKind, type Score } from '../types';
import { resultOf } from '../gate/rolloutResult';
import type { Episode } from './episode';

/** One probe sample: what it was when drawn, in the baseline probe, and under the candidate. */
export interface ProbeMeasure {
  readonly sample: string;
  readonly passedBefore: boolean;
  readonly baseline: Episode;
  /** Absent while it has not run. */
  readonly candidate?: Episode;
}

export interface GateRule {
  /** λ. */
  readonly penalty: number;
  /** Are faults left out, or counted as published? */
  readonly faults: 'excluded' | 'counted';
  /** Least share of probes that must have been evaluated. */
  readonly minCoverage: number;
}

/** Did the episode end in a fault, whichever way faults are kept? */
function isFault(episode: Episode): boolean {
  return resultOf(episode) === 'fault';
}

function passed(episode: Episode): boolean {
  return resultOf(episode) === 'pass';
}

function isInvalid(episode: Episode): boolean {
  return episode.kind === 'evaluated' && episode.status === INVALID_ACTION;
}

export function outcomeOf(measure: ProbeMeasure): OutcomeKind {
  const { candidate, passedBefore } = measure;
  if (!candidate) return 'not evaluated';
  if (isFault(candidate)) return 'errored';
  if (passed(candidate)) return passedBefore ? 'still passing' : 'fixed';
  return passedBefore ? 'regressed' : 'still failing';
}

interface Tally {
  fixes: number;
  regressions: number;
  invalidActionRegressions: number;
  baselineFixes: number;
  baselineRegressions: number;
  evaluated: number;
}

function tally(measures: readonly ProbeMeasure[], rule: GateRule): Tally {
  const sum: Tally = {
    fixes: 0,
    regressions: 0,
    invalidActionRegressions: 0,
    baselineFixes: 0,
    baselineRegressions: 0,
    evaluated: 0,
  };
  for (const { passedBefore, baseline, candidate } of measures) {
    const excluded = isFault(baseline) || (candidate !== undefined && isFault(candidate));
    // Leaving a sample out of one arm only would count the other arm's luck as the edit's doing.
    if (rule.faults === 'excluded' && excluded) continue;
    if (!passedBefore && passed(baseline)) sum.baselineFixes += 1;
    if (passedBefore && !passed(baseline)) sum.baselineRegressions += 1;
    if (!candidate) continue;
    if (isFault(candidate)) {
      if (!isFault(baseline) && passedBefore) sum.regressions += 1;
      continue;
    }
    sum.evaluated += 1;
    if (!passedBefore && passed(candidate)) sum.fixes += 1;
    if (passedBefore && !passed(candidate)) {
      sum.regressions += 1;
      if (isInvalid(candidate)) sum.invalidActionRegressions += 1;
    }
  }
  return sum;
}

export function scoreOf(measures: readonly ProbeMeasure[], rule: GateRule): Score {
  const { evaluated: _, ...sum } = tally(measures, rule);
  const adjusted =
    sum.fixes -
    sum.baselineFixes -
    (sum.regressions - sum.baselineRegressions) -
    (rule.penalty - 1) * sum.invalidActionRegressions;
  return { ...sum, adjusted };
}

/** Baseline counts over a whole probe set, for the record. */
export function baselineCounts(measures: readonly ProbeMeasure[]): {
  readonly fixes: number;
  readonly regressions: number;
  readonly errored: readonly string[];
} {
  const errored = measures.filter(({ baseline }) => isFault(baseline)).map(({ sample }) => sample);
  let fixes = 0;
  let regressions = 0;
  for (const { passedBefore, baseline } of measures) {
    if (baseline.kind === 'errored') continue;
    if (!passedBefore && passed(baseline)) fixes += 1;
    if (passedBefore && !passed(baseline)) regressions += 1;
  }
  return { fixes, regressions, errored };
}

/** What a candidate's probe amounts to, before it is compared with the others. */
export type Standing = 'admissible' | 'no gain' | 'regresses' | 'inconclusive';

export function standingOf(measures: readonly ProbeMeasure[], rule: GateRule): Standing {
  const { evaluated } = tally(measures, rule);
  if (evaluated < rule.minCoverage * measures.length) return 'inconclusive';
  const score = scoreOf(measures, rule);
  if (score.regressions > score.baselineRegressions) return 'regresses';
  return score.adjusted > 0 ? 'admissible' : 'no gain';
}

/** The best an unfinished probe can still come to. */
export interface Prospect {
  /** It already regresses more than it may, whatever the rest brings. */
  readonly vetoed: boolean;
  /** No adjusted score above this is possible any more. */
  readonly upperBound: number;
}

export function prospectOf(measures: readonly ProbeMeasure[], rule: GateRule): Prospect {
  const score = scoreOf(measures, rule);
  // An outstanding failing sample can at best be fixed; an outstanding passing one can at best stay so.
  const outstanding = measures.filter(
    ({ candidate, passedBefore }) => candidate === undefined && !passedBefore,
  ).length;
  return {
    vetoed: score.regressions > score.baselineRegressions,
    upperBound: score.adjusted + outstanding,
  };
}
