/** The gate's verdicts in one plain sentence each. */
import type { Score } from '../types';
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

export function explainStanding(
  standing: Exclude<Standing, 'admissible'>,
  score: Score,
  coverage: { readonly evaluated: number; readonly probes: number; readonly complete: boolean },
): string {
  const early = coverage.complete
    ? ''
    : ` The probe stopped after ${coverage.evaluated} of ${coverage.probes}, because nothing could change that.`;
  switch (standing) {
    case 'regresses':
      return `It broke ${count(score.regressions, 'passing probe')}; the current library alone breaks ${score.baselineRegressions}.${early}`;
    case 'inconclusive':
      return `Only ${coverage.evaluated} of ${count(coverage.probes, 'probe')} could be evaluated; the others met faults.`;
    case 'no gain':
      if (score.fixes <= score.baselineFixes) {
        return score.baselineFixes === 0
          ? `It fixed no failing probe.${early}`
          : `It fixed ${count(score.fixes, 'failing probe')}, no more than the current library does by itself.${early}`;
      }
      return `It fixed ${score.fixes} and broke ${score.regressions}, which is no gain over the current library.${early}`;
  }
}

export function explainWin(score: Score): string {
  const broke = score.regressions === 0 ? 'broke none' : `broke ${score.regressions}`;
  const alone =
    score.baselineFixes + score.baselineRegressions === 0
      ? ''
      : ` (the current library alone: ${score.baselineFixes} fixed, ${score.baselineRegressions} broken)`;
  return `It fixed ${count(score.fixes, 'failing probe')} and ${broke}${alone}.`;
}
