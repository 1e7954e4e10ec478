import type { l10n } from 'vscode';
import { plainLine, visible } from '../../common/markdown';
import type { KnownProbe, SessionState, Tally } from '../session/sessionState';
import { tallyText } from '../view/lensTexts';
import { byInterest, outcomeWord, resultWord } from './armText';

type Localizer = Pick<typeof l10n, 't'>;

/** Every probe of a skill with the saved version and with this one, as one plain text. */
export function comparisonText(
  skill: string,
  state: Pick<SessionState, 'results' | 'samples' | 'calls' | 'isSimulated' | 'agent'>,
  tally: Tally,
  l10n: Localizer,
): string {
  const known = state.samples.flatMap((id): readonly KnownProbe[] => {
    const it = state.results.get(id);
    return it ? [it] : [];
  });
  const parts = byInterest(known.map(({ probe }) => probe)).map((probe) => {
    const { sample, description, before, after, outcome } = probe;
    return [
      `── ${plainLine(sample)} · ${outcomeWord(outcome, l10n)}${after.reused ? ` · ${l10n.t('reused')}` : ''} ──`,
      '',
      `${l10n.t('Asked')}:`,
      indented(description),
      ...(after.transcript?.expected === undefined
        ? []
        : [`${l10n.t('Expected')}: ${plainLine(JSON.stringify(after.transcript.expected))}`]),
      '',
      ...armLines(l10n.t('Saved version'), before, l10n),
      ...armLines(l10n.t('This version'), after, l10n),
    ].join('\n');
  });
  const head = [
    `${plainLine(skill)}: ${tallyText(tally, state, l10n)}`,
    ...(state.agent === undefined ? [] : [l10n.t('Model: {0}', plainLine(state.agent))]),
    ...(state.isSimulated
      ? [l10n.t('A simulation and no language model: its scores say nothing about one.')]
      : []),
  ].join('\n');
  return [head, ...parts].join('\n\n') + '\n';
}

function armLines(title: string, arm: KnownProbe['probe']['before'], l10n: Localizer): string[] {
  const { transcript, reason } = arm;
  return [
    `${title}: ${resultWord(arm, l10n)}`,
    ...(reason === undefined ? [] : [indented(reason)]),
    ...(transcript === undefined ? [] : [indented(transcript.answer)]),
  ];
}

function indented(text: string): string {
  return visible(text)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
