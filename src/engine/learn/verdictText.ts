/** The gate's verdicts in one plain sentence each. */
import type { ProbeOutcome, Score } from '../types';
import type { Standing } from './gate';

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function signed(n: number): string {
  return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0';
}

/** The score as the author can check it: `+3 = (4 − 1 fixed) − (0 − 0 regressed)`. */
export function arithmetic(score: Score, penalty: number): string {
  const { fixes, baselineFixes, regressions, baselineRegressions, invalidActionRegressions } =
    score;
  const invalid =
    invalidActionRegressions > 0
      ? ` − ${penalty - 1} × ${count(invalidActionRegressions, 'invalid action')}`
      : '';
  return `${signed(score.adjusted)} = (${fixes} − ${baselineFixes} fixed) − (${regressions} − ${baselineRegressions} regressed)${invalid}`;
}

/** What a probe showed, for the sentence about it. */
export interface Evidence {
  readonly score: Score;
  readonly outcomes: readonly ProbeOutcome[];
  /** False when the probe was stopped early. */
  readonly complete: boolean;
}

export function explainStanding(
  standing: Exclude<Standing, 'admissible'>,
  { score, outcomes, complete }: Evidence,
): string {
  const run = outcomes.filter(({ outcome }) => outcome !== 'not evaluated');
  switch (standing) {
    case 'regresses': {
      const end = complete
        ? ''
        : ` The probe ended there, after ${run.length} of ${outcomes.length}.`;
      return `It broke ${count(score.regressions, 'passing probe')}; the current library alone breaks ${score.baselineRegressions}.${end}`;
    }
    case 'inconclusive': {
      const evaluated = run.filter(({ outcome }) => outcome !== 'errored').length;
      return `Only ${evaluated} of ${count(run.length, 'probe')} could be evaluated; the others met faults.`;
    }
    case 'no gain':
      return complete ? explainNoGain(score) : explainNoProspect(run);
  }
}

function explainNoGain({ fixes, baselineFixes, regressions }: Score): string {
  if (fixes > baselineFixes) {
    return `It fixed ${fixes} and broke ${regressions}, which is no gain over the current library.`;
  }
  if (baselineFixes === 0) return 'It fixed no failing probe.';
  return fixes === 0
    ? `It fixed no failing probe, and the current library alone fixes ${baselineFixes}.`
    : `It fixed ${count(fixes, 'failing probe')}, no more than the current library does by itself.`;
}

function explainNoProspect(run: readonly ProbeOutcome[]): string {
  const winnable = run.filter(({ baselineCorrect }) => baselineCorrect === false);
  const won = winnable.filter(({ outcome }) => outcome === 'fixed' || outcome === 'still passing');
  const rest = 'so the rest was not run.';
  if (winnable.length === 0) {
    return 'The current library passes every probe of the set already: there was nothing to gain.';
  }
  if (won.length > 0) return `What it gained could no longer outweigh what it lost, ${rest}`;
  return winnable.length === 1
    ? `It did not fix the one probe that fails with the current library, ${rest}`
    : `It fixed none of the ${winnable.length} probes that fail with the current library, ${rest}`;
}

export function explainWin(score: Score): string {
  const broke = score.regressions === 0 ? 'broke none' : `broke ${score.regressions}`;
  const alone =
    score.baselineFixes + score.baselineRegressions === 0
      ? ''
      : ` (the current library alone: ${score.baselineFixes} fixed, ${score.baselineRegressions} broken)`;
  return `It fixed ${count(score.fixes, 'failing probe')} and ${broke}${alone}.`;
}
