import * as vscode from 'vscode';
import { plainLine } from '../../common/markdown';
import type { ReviewEdit } from '../reviewEdit';
import { editTitle } from '../thread/editLabel';
import { gateRows, rerunRows, type ProbeRow } from '../thread/probeRows';
import { sampleAt, type TranscriptDocuments, type TranscriptPlace } from './transcriptDocuments';
import { showInformation } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

export type ProbePlace = Pick<TranscriptPlace, 'of' | 'index'>;

/** The two rollouts of a probe side by side; only one of them where there is no other. */
export async function openTranscripts(
  documents: TranscriptDocuments,
  edit: ReviewEdit,
  probe: ProbePlace,
): Promise<void> {
  const { commands, l10n, window } = vscode;
  const before = documents.uri(edit, { ...probe, arm: 'before' });
  const after = documents.uri(edit, { ...probe, arm: 'after' });
  const sample = plainLine(sampleAt(edit, probe) ?? '', 60);
  if (before !== undefined && after !== undefined) {
    const title = l10n.t('{0}: before ↔ after {1}', sample, editTitle(edit.candidate.judged));
    await commands.executeCommand('vscode.diff', before, after, title, {
      // A preview tab would take the place of the review that is being read.
      preview: false,
    } satisfies vscode.TextDocumentShowOptions);
    return;
  }
  const only = before ?? after;
  if (only !== undefined) {
    await window.showTextDocument(only, { preview: false });
    return;
  }
  void showInformation(
    l10n.t('There is no transcript of this probe: it was not run, or its run kept none.'),
  );
}

/** Asks which probe; what the edit changed comes first. `undefined` when there is nothing to ask, or no answer. */
export async function pickProbe(edit: ReviewEdit): Promise<ProbePlace | undefined> {
  const { l10n } = vscode;
  const item = (of: ProbePlace['of']) => (row: ProbeRow) => ({
    label: plainLine(row.sample, 80),
    description: row.outcomeWord,
    detail: [
      l10n.t('library alone: {0}', row.alone),
      l10n.t('with the edit: {0}', row.after),
      plainLine(row.note, 120),
    ]
      .filter((part) => part !== '')
      .join(' · '),
    probe: { of, index: row.index } as ProbePlace,
    hasTranscripts: row.hasTranscripts,
  });
  const gate = gateRows(edit.candidate.judged.outcomes, l10n).map(item('gate'));
  const rerun = rerunRows(edit.rerun?.probes ?? [], l10n).map(item('rerun'));
  const separator = (label: string) => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
    description: '',
    detail: '',
  });
  const shown = [...gate, ...rerun].filter(({ hasTranscripts }) => hasTranscripts);
  if (shown.length === 0) {
    void showInformation(
      l10n.t(
        'This run kept no transcripts of the probes of {0}.',
        editTitle(edit.candidate.judged),
      ),
    );
    return undefined;
  }
  const ofRerun = shown.filter(({ probe }) => probe.of === 'rerun');
  const items = [
    ...(ofRerun.length > 0 ? [separator(l10n.t('Run again in this window')), ...ofRerun] : []),
    ...(ofRerun.length > 0 ? [separator(l10n.t("The gate's"))] : []),
    ...shown.filter(({ probe }) => probe.of === 'gate'),
  ];
  const picked = await pickFrom(items, {
    title: l10n.t('Transcripts of a probe of {0}', editTitle(edit.candidate.judged)),
    placeHolder: l10n.t('Which probe? Its rollouts without and with the edit open side by side.'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked && 'probe' in picked ? picked.probe : undefined;
}
