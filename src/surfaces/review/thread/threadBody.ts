import type { l10n } from 'vscode';
import type { CanariesMeasured } from '../../../engine/learn/events';
import type { Verdict } from '../../../engine/types';
import type { CandidateState } from '../../../store/runState';
import { codeSpan, inline, table } from '../../common/markdown';
import type { Rerun } from '../decide/rerun';
import { outdatedText } from '../outdatedText';
import { gateRows, rerunRows, type ProbeRow } from './probeRows';
import { numbersText } from './numbersText';
import { scoreText } from './scoreText';

type Localizer = Pick<typeof l10n, 't'>;

const MAX_ROWS = 40;

/** Makes the address behind a probe's transcripts; from `gate` outcomes or those of a `rerun`. */
export type TranscriptLink = (of: 'gate' | 'rerun', index: number) => string;

/** What the gate found, as Markdown put together from escaped parts. */
export function gateBody(
  { judged, canaries }: Pick<CandidateState, 'judged' | 'canaries'>,
  { link, isSimulated }: { readonly link: TranscriptLink; readonly isSimulated: boolean },
  l10n: Localizer,
): string {
  const { verdict, reason, score, penalty, complete, outcomes, label, numbers } = judged;
  const rows = gateRows(outcomes, l10n);
  return paragraphs([
    `**${gateSentence(verdict, l10n)}** ${inline(reason)}`.trim(),
    canaries === undefined ? '' : canariesText(canaries, l10n),
    label === null ? '' : inline(l10n.t('Proposed for failures of the kind "{0}".', label)),
    ...scoreText(score, { penalty, isComplete: complete }, l10n).map((line) => inline(line)),
    numbers === undefined ? '' : inline(numbersText(numbers, l10n), 1_000),
    rows.length === 0
      ? l10n.t('This run kept no outcomes of single probes, and no transcripts of them.')
      : probeTable(rows, (row) => link('gate', row.index), l10n),
    isSimulated ? l10n.t('The agent was played by a simulation, which is no language model.') : '',
  ]);
}

/** What the probes showed when they were run again. */
export function rerunBody(
  rerun: Rerun,
  { link, isOutdated }: { readonly link: TranscriptLink; readonly isOutdated: boolean },
  l10n: Localizer,
): string {
  const what = rerun.isOwn
    ? l10n.t('Your version of the proposal was probed.')
    : l10n.t('The proposal was probed again.');
  return paragraphs([
    isOutdated ? `**${l10n.t('Outdated.')}** ${outdatedText(l10n)}` : '',
    `**${what}** ${inline(rerun.reason)}`.trim(),
    inline(
      l10n.t(
        '{0} of {1} probes pass; {2} fixed, {3} regressed, {4} errored.',
        rerun.passed,
        rerun.evaluated,
        rerun.fixed,
        rerun.regressed,
        rerun.errored,
      ),
    ),
    probeTable(rerunRows(rerun.probes, l10n), (row) => link('rerun', row.index), l10n),
  ]);
}

/** What an accepted edit did elsewhere. */
function canariesText({ rolledBack, reason }: CanariesMeasured, l10n: Localizer): string {
  const word = rolledBack ? `**${l10n.t('It was rolled back.')}** ` : '';
  return `${word}${inline(reason)}`;
}

function gateSentence(verdict: Verdict, l10n: Localizer): string {
  switch (verdict) {
    case 'accepted':
      return l10n.t('The gate accepted this edit.');
    case 'rejected':
      return l10n.t('The gate rejected this edit.');
    case 'revise':
      return l10n.t('The gate sent this edit back to be revised.');
    case 'inconclusive':
      return l10n.t('The gate could not tell.');
  }
}

function probeTable(
  rows: readonly ProbeRow[],
  linkOf: (row: ProbeRow) => string,
  l10n: Localizer,
): string {
  const hasDrawn = rows.some(({ drawn }) => drawn !== undefined);
  const head = [
    l10n.t('sample'),
    ...(hasDrawn ? [l10n.t('before')] : []),
    l10n.t('library alone'),
    l10n.t('after'),
    l10n.t('outcome'),
    l10n.t('transcripts'),
  ];
  const lines = rows.slice(0, MAX_ROWS).map((row) => {
    const note = row.note === '' ? '' : ` (${inline(row.note, 80)})`;
    const word = inline(row.outcomeWord);
    const isChange = row.outcome === 'fixed' || row.outcome === 'regressed';
    return [
      codeSpan(row.sample, 64) || '–',
      ...(hasDrawn ? [inline(row.drawn ?? '–')] : []),
      inline(row.alone),
      inline(row.after),
      `${isChange ? `**${word}**` : word}${note}`,
      row.hasTranscripts ? `[${l10n.t('open')}](${linkOf(row)})` : '–',
    ];
  });
  const more = rows.length - MAX_ROWS;
  const rest =
    more > 0
      ? `\n\n${l10n.t('{0} more probes are listed by the command Open Transcripts of a Probe.', more)}`
      : '';
  return table(head, lines) + rest;
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
