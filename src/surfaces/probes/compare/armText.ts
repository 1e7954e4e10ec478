import type { l10n } from 'vscode';
import { visible } from '../../common/markdown';
import type { OutcomeKind } from '../../../engine/types';
import { transcriptText } from '../../review/transcripts/transcriptText';
import type { Arm, MeasuredProbe } from '../lab/measurement';

type Localizer = Pick<typeof l10n, 't'>;

/** How a rollout ended and what the agent did, as plain text: two of them make a readable diff. */
export function armText(arm: Arm, l10n: Localizer): string {
  const { transcript } = arm;
  const lines = [
    `${l10n.t('Result')}: ${resultWord(arm, l10n)}`,
    ...(arm.status === undefined ? [] : [`${l10n.t('Status')}: ${arm.status}`]),
    ...(arm.reason === undefined ? [] : [`${l10n.t('Reason')}: ${arm.reason}`]),
  ];
  if (transcript) {
    const tags = transcript.failureTags.join(', ');
    if (tags !== '') lines.push(`${l10n.t('Failure tags')}: ${tags}`);
    lines.push('', `${l10n.t('Answer')}:`, transcript.answer, '', `${l10n.t('Actions')}:`);
    lines.push(...transcript.actions);
  }
  return `${visible(lines.join('\n'))}\n`;
}

/** The whole rollout, as plain text. `which`: of the two, in words. */
export function rolloutText(arm: Arm, which: string, l10n: Localizer): string {
  const { transcript } = arm;
  if (!transcript) return armText(arm, l10n);
  return transcriptText(transcript, { arm: which, edit: '', run: '' }, l10n);
}

export function resultWord({ passed, reason }: Arm, l10n: Localizer): string {
  if (passed === null) return reason === undefined ? l10n.t('did not run') : l10n.t('errored');
  return passed ? l10n.t('passed') : l10n.t('failed');
}

export function outcomeWord(outcome: OutcomeKind, l10n: Localizer): string {
  switch (outcome) {
    case 'fixed':
      return l10n.t('fixed');
    case 'regressed':
      return l10n.t('regressed');
    case 'still passing':
      return l10n.t('still passing');
    case 'still failing':
      return l10n.t('still failing');
    case 'errored':
      return l10n.t('errored');
    case 'not evaluated':
      return l10n.t('not evaluated');
  }
}

/** What matters first. */
const ORDER: readonly OutcomeKind[] = [
  'regressed',
  'fixed',
  'errored',
  'still failing',
  'still passing',
  'not evaluated',
];

export function byInterest(probes: readonly MeasuredProbe[]): readonly MeasuredProbe[] {
  return [...probes].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}
