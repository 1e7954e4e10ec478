import type { l10n } from 'vscode';
import type { Score } from '../../../engine/types';

type Localizer = Pick<typeof l10n, 't'>;

const signed = (n: number): string => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0');

/** The gate's arithmetic, in words and numbers that can be checked against the table; plain text. */
export function scoreText(
  score: Score,
  { penalty, isComplete }: { readonly penalty: number; readonly isComplete: boolean },
  l10n: Localizer,
): readonly string[] {
  const { fixes, baselineFixes, regressions, baselineRegressions } = score;
  const fixed = l10n.t('Fixed: {0} with the edit, {1} by the library alone.', fixes, baselineFixes);
  const broken = l10n.t(
    'Regressed: {0} with the edit, {1} by the library alone.',
    regressions,
    baselineRegressions,
  );
  const invalid = score.invalidActionRegressions;
  const extra =
    invalid === 0
      ? ''
      : ` ${l10n.t('{0} of the regressions ended in an invalid action, which counts {1} times.', invalid, penalty)}`;
  const sum = `(${fixes} − ${baselineFixes}) − (${regressions} − ${baselineRegressions})${
    invalid === 0 ? '' : ` − ${penalty - 1} × ${invalid}`
  }`;
  const total = isComplete
    ? l10n.t('Score: {0} = {1}. Above 0 is a gain.', signed(score.adjusted), sum)
    : l10n.t('Score so far: {0} = {1}. The probe ended early.', signed(score.adjusted), sum);
  return [`${fixed} ${broken}${extra}`, total];
}
