import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Transcript, TranscriptRef } from '../../../engine/types';
import { describeError, UserError } from '../../../util/errors';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import { segment } from '../inline/documentName';
import type { EditIds } from '../inline/editIds';
import type { ReviewEdit } from '../reviewEdit';
import { editTitle } from '../thread/editLabel';

/** Which rollout of an edit's probes: of the gate's, or of those run again; without the edit, or with it. */
export interface TranscriptPlace {
  readonly of: 'gate' | 'rerun';
  readonly index: number;
  readonly arm: 'before' | 'after';
}

/** Rollouts as read-only plain text: scheme `grasp-transcript`. */
export class TranscriptDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #disposables = new Disposables();

  constructor(
    private readonly ids: EditIds,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme.transcript, this),
    );
  }

  /** `undefined` when there is no such rollout, or its run kept no transcript of it. */
  uri(edit: ReviewEdit, place: TranscriptPlace): vscode.Uri | undefined {
    const sample = sampleAt(edit, place);
    if (sample === undefined || sourceOf(edit, place) === undefined) return undefined;
    const { of, index, arm } = place;
    const word = arm === 'before' ? vscode.l10n.t('before') : vscode.l10n.t('after');
    const name = `${segment(sample)} (${word}).transcript`;
    return vscode.Uri.from({
      scheme: scheme.transcript,
      path: `/${this.ids.idOf(edit.key)}/${of}-${index}-${arm}/${name}`,
      query: new URLSearchParams({ sample }).toString(),
    });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [, id = '', place = ''] = uri.path.split('/');
    const [, of, index, arm] = /^(gate|rerun)-(\d{1,6})-(before|after)$/.exec(place) ?? [];
    const edit = await this.ids.find(id);
    const { l10n } = vscode;
    if (edit === undefined || of === undefined || arm === undefined) {
      return l10n.t(
        'This transcript is no longer at hand. Close the tab and open it again from its edit.',
      );
    }
    try {
      const at = { of, index: Number(index), arm } as TranscriptPlace;
      const transcript = await load(edit, at);
      if (transcript === undefined) return l10n.t('There is no transcript of this rollout.');
      const { transcriptText } = await import('./transcriptText');
      const heading = {
        arm: armWord(at),
        edit: editTitle(edit.candidate.judged),
        run: edit.run.name,
      };
      return transcriptText(transcript, heading, l10n);
    } catch (error) {
      this.log.error(error instanceof UserError ? describeError(error) : String(error));
      return l10n.t('This transcript cannot be read: {0}', describeError(error));
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function armWord({ of, arm }: TranscriptPlace): string {
  const { l10n } = vscode;
  if (of === 'gate') {
    return arm === 'before'
      ? l10n.t('before: with the library alone')
      : l10n.t('after: with the edit');
  }
  return arm === 'before'
    ? l10n.t('probes run again, before: with the library alone')
    : l10n.t('probes run again, after: with the edit');
}

export function sampleAt(
  { candidate, rerun }: ReviewEdit,
  { of, index }: Pick<TranscriptPlace, 'of' | 'index'>,
): string | undefined {
  const probes = of === 'gate' ? candidate.judged.outcomes : (rerun?.probes ?? []);
  return probes[index]?.sample;
}

type Source = { readonly ref: TranscriptRef } | { readonly transcript: Transcript };

function sourceOf(
  { candidate, rerun }: ReviewEdit,
  { of, index, arm }: TranscriptPlace,
): Source | undefined {
  if (of === 'rerun') {
    const transcript = rerun?.probes[index]?.[arm].transcript;
    return transcript && { transcript };
  }
  const outcome = candidate.judged.outcomes[index];
  const ref = arm === 'before' ? outcome?.baselineTranscript : outcome?.transcript;
  return ref && { ref };
}

async function load(edit: ReviewEdit, place: TranscriptPlace): Promise<Transcript | undefined> {
  const source = sourceOf(edit, place);
  if (source === undefined || 'transcript' in source) return source?.transcript;
  const { readTranscript } = await import('../../../store/transcripts');
  const { runFile } = await import('../../../store/runLayout');
  return readTranscript(join(edit.run.dir, runFile.transcripts), source.ref);
}
