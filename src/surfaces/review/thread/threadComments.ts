import type { l10n } from 'vscode';
import { inline } from '../../common/markdown';
import { isAgainstGate } from '../foldDecisions';
import type { ReviewEdit } from '../reviewEdit';
import { gateBody, rerunBody, type TranscriptLink } from './threadBody';

type Localizer = Pick<typeof l10n, 't'>;

/** One comment of an edit's thread; the body is Markdown put together from escaped parts. */
export interface ThreadComment {
  readonly author: string;
  readonly body: string;
  readonly label?: string;
  /** ISO 8601. */
  readonly at?: string;
}

/** Everything there is to say about an edit: the gate, later probes, what the author made of it and decided. */
export function threadComments(
  edit: ReviewEdit,
  { link, reason }: { readonly link: TranscriptLink; readonly reason: string | undefined },
  l10n: Localizer,
): readonly ThreadComment[] {
  const { candidate, state, rerun, draft, decision, said } = edit;
  const isOutdated = edit.isRerunOutdated === true;
  const isSimulated = /\bsimulated\b/.test(state.agent);
  const gate: ThreadComment = {
    author: l10n.t('Gate'),
    body: gateBody(candidate, { link, isSimulated }, l10n),
  };
  return [
    gate,
    ...(draft === undefined || decision !== 'pending' ? [] : [draftNote(edit, l10n)]),
    ...(rerun === undefined
      ? []
      : [
          {
            author: l10n.t('Probes'),
            body: rerunBody(rerun, { link, isOutdated }, l10n),
            at: rerun.at,
          },
        ]),
    ...(decision === 'pending' || said === undefined
      ? []
      : [{ author: l10n.t('You'), body: decisionBody(edit, l10n), at: said.at }]),
    ...(reason === undefined
      ? []
      : [
          {
            author: l10n.t('You'),
            label: l10n.t('reason, kept for your decision'),
            body: lines(reason),
          },
        ]),
  ];
}

function draftNote({ rerun, isRerunOutdated }: ReviewEdit, l10n: Localizer): ThreadComment {
  const body =
    rerun?.isOwn === true && isRerunOutdated !== true
      ? l10n.t('You changed this proposal. Accept takes your version.')
      : l10n.t(
          'You changed this proposal, and the verdict above is on it as it came. Re-run the probes to measure your version, or accept it as your own decision.',
        );
  return { author: l10n.t('You'), body };
}

function decisionBody(edit: ReviewEdit, l10n: Localizer): string {
  const reason = edit.said?.reason ?? '';
  return `**${decisionWords(edit, l10n)}**${reason === '' ? '' : `\n\n${lines(reason)}`}`;
}

function decisionWords(edit: ReviewEdit, l10n: Localizer): string {
  const { decision, isOverride, said } = edit;
  if (decision === 'rejected') {
    return isOverride ? l10n.t('You rejected it, against the gate.') : l10n.t('You rejected it.');
  }
  if (edit.isPart === true) {
    if (isAgainstGate(edit)) return l10n.t('You accepted it in part, against the gate.');
    return isOverride
      ? l10n.t('You accepted it in part. The part was not itself probed.')
      : l10n.t('You accepted it in part.');
  }
  if (said?.files !== undefined && !isAgainstGate(edit)) {
    return isOverride
      ? l10n.t('You accepted your version of it, which was not measured.')
      : l10n.t('You accepted your version of it.');
  }
  return isOverride ? l10n.t('You accepted it, against the gate.') : l10n.t('You accepted it.');
}

function lines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => inline(line, 1_000))
    .join('\n\n');
}
