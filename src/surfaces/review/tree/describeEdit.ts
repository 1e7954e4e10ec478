import type { l10n } from 'vscode';
import { arithmetic } from '../../../engine/learn/verdictText';
import type { CandidateState } from '../../../store/runState';
import { inline } from '../../common/markdown';
import { ofRerun } from '../decide/evidenceLine';
import { titleOf } from '../decide/editTitle';
import type { Progress } from '../decide/reprober';
import { thereAnyway } from '../fitText';
import { isAgainstGate } from '../foldDecisions';
import { gateSaid } from '../gateSaid';
import { outdatedText } from '../outdatedText';
import type { ReviewEdit } from '../reviewEdit';

type Localizer = Pick<typeof l10n, 't'>;

/** An edit as a line of a list. */
export interface EditDescription {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly colour: string;
  /** What `when` clauses of the manifest look at. */
  readonly contextValue: string;
}

export function describeEdit(
  edit: ReviewEdit,
  progress: Progress | undefined,
  l10n: Localizer,
): EditDescription {
  const { judged } = edit.candidate;
  const { fixes, regressions } = judged.score;
  const parts = [
    progress && probing(progress, l10n),
    `+${fixes} −${regressions}`,
    authorsWord(edit, l10n),
    gateWord(edit.candidate, l10n),
    fitWord(edit, l10n),
    edit.draft && l10n.t('changed by you'),
    rerunWord(edit, l10n),
  ];
  return {
    label: titleOf(judged),
    description: parts.filter((part) => part !== undefined && part !== '').join(' · '),
    ...iconOf(edit),
    contextValue: contextOf(edit, progress !== undefined),
  };
}

export function gateWord({ judged, canaries }: CandidateState, l10n: Localizer): string {
  if (canaries?.rolledBack === true) return l10n.t('gate: accepted, then rolled back');
  switch (judged.verdict) {
    case 'accepted':
      return l10n.t('gate: accepted');
    case 'rejected':
      return l10n.t('gate: rejected');
    case 'revise':
      return l10n.t('gate: to be revised');
    case 'inconclusive':
      return l10n.t('gate: inconclusive');
  }
}

function authorsWord({ decision, isAwaited, isPart }: ReviewEdit, l10n: Localizer): string {
  switch (decision) {
    case 'pending':
      return isAwaited ? l10n.t('waits for you') : '';
    case 'accepted':
      return isPart === true ? l10n.t('accepted in part by you') : l10n.t('accepted by you');
    case 'rejected':
      return l10n.t('rejected by you');
  }
}

/** What the author said, and what the gate has to do with it. */
function fullWord(edit: ReviewEdit, l10n: Localizer): string {
  const own = authorsWord(edit, l10n);
  if (!edit.isOverride) return own;
  return isAgainstGate(edit)
    ? l10n.t('{0}, against the gate', own)
    : l10n.t('{0}; this version was not itself probed', own);
}

function rerunWord({ rerun, isRerunOutdated }: ReviewEdit, l10n: Localizer): string {
  if (rerun === undefined) return '';
  const { passed, evaluated } = rerun;
  return isRerunOutdated === true
    ? l10n.t('re-run {0}/{1}, outdated', passed, evaluated)
    : l10n.t('re-run {0}/{1}', passed, evaluated);
}

function fitWord(edit: ReviewEdit, l10n: Localizer): string {
  if (edit.decision === 'accepted') {
    return isMissing(edit) ? l10n.t('not in your library') : '';
  }
  switch (edit.fit) {
    case 'stale':
      return edit.isEarly === true ? l10n.t('needs an earlier edit') : l10n.t('no longer applies');
    case 'there':
      return thereAnyway(edit, l10n)?.short ?? l10n.t('in your library');
    case 'applies':
    case 'merges':
    case 'nowhere':
      return '';
  }
}

/** Accepted, but the author's library does not hold it: decided on the command line, or taken out by hand. */
function isMissing({ decision, fit }: ReviewEdit): boolean {
  return decision === 'accepted' && (fit === 'applies' || fit === 'merges');
}

function probing({ done, total }: Progress, l10n: Localizer): string {
  return total === 0 ? l10n.t('probing…') : l10n.t('probing {0}/{1}', done, total);
}

function contextOf(edit: ReviewEdit, isProbing: boolean): string {
  const marks = [
    'edit',
    edit.decision,
    edit.decision !== 'accepted' && edit.fit === 'stale' ? 'stale' : '',
    isMissing(edit) ? 'missing' : '',
    edit.isOverride ? 'override' : '',
    edit.isAwaited ? 'awaited' : '',
    edit.decision === 'pending' && edit.draft ? 'drafted' : '',
    isProbing ? 'probing' : '',
  ];
  return marks.filter((mark) => mark !== '').join('.');
}

function iconOf({
  isAwaited,
  isOverride,
  candidate,
}: ReviewEdit): Pick<EditDescription, 'icon' | 'colour'> {
  if (isAwaited) return { icon: 'bell-dot', colour: 'charts.yellow' };
  if (isOverride) return { icon: 'person', colour: 'charts.blue' };
  switch (gateSaid(candidate)) {
    case 'accepted':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'rejected':
      return { icon: 'circle-slash', colour: 'testing.iconFailed' };
    case 'revise':
    case 'inconclusive':
      return { icon: 'question', colour: 'testing.iconQueued' };
  }
}

/** As Markdown that is safe to show: every part of data is escaped. */
export function editTooltip(edit: ReviewEdit, l10n: Localizer): string {
  const { judged } = edit.candidate;
  const { said, rerun } = edit;
  const reason = typeof said?.reason === 'string' ? said.reason : '';
  const word = fullWord(edit, l10n);
  const lines = [
    `**${inline(titleOf(judged))}**`,
    `${inline(gateWord(edit.candidate, l10n))}. ${inline(judged.reason)}`,
    inline(arithmetic(judged.score, judged.penalty)),
    edit.candidate.canaries ? inline(edit.candidate.canaries.reason) : '',
    word === '' ? '' : `${inline(word)}${reason === '' ? '' : `: ${inline(reason)}`}`,
    inline(edit.fitReason),
    inline(thereAnyway(edit, l10n)?.sentence ?? ''),
    rerun ? `${inline(ofRerun(rerun))}. ${inline(rerun.reason)}` : '',
    edit.isRerunOutdated === true ? outdatedText(l10n) : '',
    judged.label === null
      ? ''
      : l10n.t('Written for failures of the kind {0}', inline(judged.label, 80)),
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}
