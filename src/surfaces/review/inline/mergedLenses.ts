import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import { LensChanges } from '../../common/lensChanges';
import type { Reprober } from '../decide/reprober';
import type { EditViews } from './editViews';
import type { MergedDocuments } from './mergedDocuments';
import { itemText } from '../../common/noticeText';

/** One row of lenses above the document, and one above each hunk. */
export class MergedLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new LensChanges());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly documents: MergedDocuments,
    private readonly views: EditViews,
    private readonly reprober: Pick<Reprober, 'onDidChange' | 'progress'>,
  ) {
    this.#disposables.add(views.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(reprober.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(
      vscode.languages.registerCodeLensProvider({ scheme: scheme.merged }, this),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const key = this.documents.keyOf(document.uri);
    const view = key === undefined ? undefined : await this.views.view(key);
    if (view === undefined) return [];
    const { lensSpecs } = await import('./lensSpecs');
    return lensSpecs(view, vscode.l10n, this.reprober.progress(view.edit.key)).map(
      ({ line, title, command = '', args = [] }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title: itemText(title),
          command,
          arguments: [...args],
        }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
