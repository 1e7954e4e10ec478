import type { l10n } from 'vscode';
import type { OutcomeKind, ProbeOutcome, RepeatCount } from '../../../engine/types';
import type { MeasuredProbe } from '../../probes/lab/measurement';

type Localizer = Pick<typeof l10n, 't'>;

/** One probe as the table shows it; the words are plain text. */
export interface ProbeRow {
  readonly sample: string;
  /** When the probe set was drawn; absent where that is not known. */
  readonly drawn?: string;
  readonly alone: string;
  readonly after: string;
  readonly outcome: OutcomeKind;
  readonly outcomeWord: string;
  /** Why it errored, or how the episode ended if not as usual. */
  readonly note: string;
  /** Its place among the outcomes, which is what a link to its transcripts names. */
  readonly index: number;
  readonly hasTranscripts: boolean;
}

/** What an edit changed first, then what it did not. */
const ORDER: readonly OutcomeKind[] = [
  'regressed',
  'fixed',
  'errored',
  'still failing',
  'still passing',
  'not evaluated',
];

export function gateRows(outcomes: readonly ProbeOutcome[], l10n: Localizer): readonly ProbeRow[] {
  return outcomes
    .map((probe, index) => ({
      sample: probe.sample,
      drawn: passed(probe.passedBefore, l10n),
      alone: passed(probe.baselineCorrect, l10n) + times(probe.repeats?.baseline),
      after: afterWord(probe.outcome, l10n) + times(probe.repeats?.candidate),
      outcome: probe.outcome,
      outcomeWord: outcomeWord(probe.outcome, l10n),
      note: noteOf(probe.status, probe.reason),
      index,
      hasTranscripts: probe.transcript !== undefined || probe.baselineTranscript !== undefined,
    }))
    .sort(byOutcome);
}

export function rerunRows(probes: readonly MeasuredProbe[], l10n: Localizer): readonly ProbeRow[] {
  return probes
    .map(({ sample, before, after, outcome }, index) => ({
      sample,
      alone: passed(before.passed, l10n),
      after: afterWord(outcome, l10n),
      outcome,
      outcomeWord: outcomeWord(outcome, l10n),
      note: noteOf(after.status, after.reason ?? before.reason),
      index,
      hasTranscripts: before.transcript !== undefined || after.transcript !== undefined,
    }))
    .sort(byOutcome);
}

/** ` 3/4`: passed in three of four rollouts. Nothing where there was one. */
function times(repeats: RepeatCount | undefined): string {
  return repeats !== undefined && repeats.rollouts > 1
    ? ` ${repeats.passes}/${repeats.rollouts}`
    : '';
}

function byOutcome(a: ProbeRow, b: ProbeRow): number {
  return ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || a.index - b.index;
}

function noteOf(status: string | undefined, reason: string | undefined): string {
  return reason ?? (status === undefined || status === 'completed' ? '' : status);
}

function passed(correct: boolean | null | undefined, l10n: Localizer): string {
  if (correct === undefined) return '–';
  if (correct === null) return l10n.t('errored');
  return correct ? l10n.t('passed') : l10n.t('failed');
}

function afterWord(outcome: OutcomeKind, l10n: Localizer): string {
  switch (outcome) {
    case 'fixed':
    case 'still passing':
      return l10n.t('passed');
    case 'regressed':
    case 'still failing':
      return l10n.t('failed');
    case 'errored':
      return l10n.t('errored');
    case 'not evaluated':
      return '–';
  }
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
