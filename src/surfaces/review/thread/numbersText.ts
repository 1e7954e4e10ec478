import type { l10n } from 'vscode';
import type { GateNumbers } from '../../../engine/gate/verdict';

type Localizer = Pick<typeof l10n, 't'>;

const share = (rate: number): string => `${(100 * rate).toFixed(1)} %`;

/** What a confirmation on fresh rollouts rests on, in one line of plain text. */
export function numbersText(numbers: GateNumbers, l10n: Localizer): string {
  const { rounds, rollouts, won, lost, p, flipRate, effect } = numbers;
  return [
    l10n.t('Confirmed on {0} fresh rollouts in {1} rounds', rollouts, rounds),
    l10n.t('pairs that differ: {0} for the edit, {1} against it', won, lost),
    l10n.t('p {0}', p < 0.001 ? '< 0.001' : p.toFixed(3)),
    l10n.t(
      'flip rate: {0} of passing, {1} of failing samples',
      share(flipRate.passing.rate),
      share(flipRate.failing.rate),
    ),
    l10n.t(
      'fixes {0} of the failing probes (95 %: {1} to {2})',
      share(effect.rate),
      share(effect.low),
      share(effect.high),
    ),
  ].join('; ');
}
