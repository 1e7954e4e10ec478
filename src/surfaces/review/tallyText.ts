import type { l10n } from 'vscode';
import { plainLine } from '../common/markdown';
import type { Tally } from './decide/acceptAll';
import { titleOf } from './decide/editTitle';

type Localizer = Pick<typeof l10n, 't'>;

/** What was decided about several edits in a row. */
export type DecisionKind = 'accept' | 'reject' | 'undo';

/** How many were decided on, and of those that could not be, the first with the reason. */
export function tallyText(kind: DecisionKind, { done, refused }: Tally, l10n: Localizer): string {
  const decided = doneText(kind, done, l10n);
  const [first] = refused;
  if (first === undefined) return decided;
  const why = whyText(first);
  return refused.length === 1
    ? l10n.t('{0} 1 could not be: {1}', decided, why)
    : l10n.t('{0} {1} could not be. The first: {2}', decided, refused.length, why);
}

/** The failure in its own words, which mostly name the edit. */
function whyText({ edit, error }: Tally['refused'][number]): string {
  const title = titleOf(edit.candidate.judged);
  const { message, fix = '' } = error;
  const why = plainLine(`${message} ${fix}`.trim(), 400);
  return message.includes(title) ? why : `${title}: ${why}`;
}

function doneText(kind: DecisionKind, count: number, l10n: Localizer): string {
  switch (kind) {
    case 'accept':
      return count === 1 ? l10n.t('1 edit accepted.') : l10n.t('{0} edits accepted.', count);
    case 'reject':
      return count === 1 ? l10n.t('1 edit rejected.') : l10n.t('{0} edits rejected.', count);
    case 'undo':
      return count === 1
        ? l10n.t('1 decision taken back.')
        : l10n.t('{0} decisions taken back.', count);
  }
}
