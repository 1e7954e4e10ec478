import type { l10n } from 'vscode';
import { plainLine, visible } from '../../common/markdown';
import type { MeasuredProbe } from '../lab/measurement';
import { outcomeWord, resultWord } from '../compare/armText';

type Localizer = Pick<typeof l10n, 't'>;

/** One line of a run's output: what became of a probe. */
export function outcomeLine(probe: MeasuredProbe, l10n: Localizer): string {
  const { sample, before, after, outcome } = probe;
  const arms = `${resultWord(before, l10n)} → ${resultWord(after, l10n)}`;
  const how = after.reused ? ` · ${l10n.t('reused')}` : '';
  return `${plainLine(sample)}: ${outcomeWord(outcome, l10n)} (${arms})${how}`;
}

const MAX_ANSWER = 2_000;

/** Why a probe failed, as plain text. */
export function failureText(probe: MeasuredProbe, l10n: Localizer): string {
  const { sample, outcome, after, before } = probe;
  const reason = after.reason ?? before.reason;
  const what = outcomeWord(outcome, l10n);
  const explained =
    outcome === 'regressed'
      ? l10n.t('It passes with the saved version and fails with this one.')
      : outcome === 'errored'
        ? l10n.t('A fault of the model or the environment, not of the skill.')
        : l10n.t('It fails with the saved version too.');
  const answer = after.transcript?.answer ?? '';
  // The first line stands beside the text of the skill.
  const tags = after.transcript?.failureTags.join(', ') ?? '';
  const why = reason ?? (tags === '' ? undefined : tags);
  return [
    `${plainLine(sample, 60)} ${what}${why === undefined ? '' : `: ${plainLine(why, 100)}`}`,
    explained,
    ...(reason === undefined ? [] : [visible(reason).slice(0, MAX_ANSWER)]),
    ...(answer === '' ? [] : [l10n.t('Answer: {0}', visible(answer).slice(0, MAX_ANSWER))]),
  ].join('\n');
}

/** The words by which a probe is put beside a section of the skill. */
export function aboutProbe({ description, after }: MeasuredProbe): string {
  const tags = after.transcript?.failureTags.join(' ').replaceAll('_', ' ') ?? '';
  return [description, after.reason ?? '', tags].join('\n');
}
