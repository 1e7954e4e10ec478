import type { l10n } from 'vscode';
import type { CandidateJudged } from '../../engine/learn/events';
import { plainLine } from '../common/markdown';
import { titleOf } from './decide/editTitle';
import type { Hindrance } from './decide/judgeFit';
import type { ReviewEdit } from './reviewEdit';

type Localizer = Pick<typeof l10n, 't'>;

/** Why an edit cannot be accepted as it is, in one sentence. */
export function explainHindrance({ name, why, detail = '' }: Hindrance, l10n: Localizer): string {
  const skill = plainLine(name, 64);
  const said = plainLine(detail, 300);
  switch (why) {
    case 'taken':
      return l10n.t('Your library has another skill "{0}" already.', skill);
    case 'gone':
      return l10n.t('Your library has no skill "{0}" that could be changed.', skill);
    case 'changed':
      return l10n.t('You changed "{0}" since, and the edit would remove it.', skill);
    case 'conflict':
      return l10n.t('You and the edit changed the same lines of "{0}".', skill);
    case 'broken':
      return l10n.t('Your "{0}" cannot be read as a skill: {1}', skill, said);
    case 'refused':
      return l10n.t('"{0}" cannot be written: {1}', skill, said);
  }
}

/**
 * A rejection takes nothing out that this edit did not bring: what to know when the author's library is as the
 * edit would have it all the same. In short, and as a sentence; `undefined` where it is not so.
 */
export function thereAnyway(
  { decision, fit, candidate }: Pick<ReviewEdit, 'decision' | 'fit' | 'candidate'>,
  l10n: Localizer,
): { readonly short: string; readonly sentence: string } | undefined {
  if (decision !== 'rejected' || fit !== 'there') return undefined;
  return candidate.judged.edits.every(({ action }) => action === 'REMOVE')
    ? {
        short: l10n.t('still gone from your library'),
        sentence: l10n.t('Your library is without it all the same'),
      }
    : {
        short: l10n.t('still in your library'),
        sentence: l10n.t('Still in your library: take it out of the skill file by hand'),
      };
}

/** What has to be accepted before an edit that builds on it. */
export function explainEarly(earlier: Pick<CandidateJudged, 'edits'>, l10n: Localizer): string {
  return l10n.t(
    'It builds on {0}, which you have not accepted. Accept that one first.',
    titleOf(earlier),
  );
}
