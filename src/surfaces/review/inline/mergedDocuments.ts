import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import type { ReviewEdit } from '../reviewEdit';
import { editFileName } from './documentName';
import type { EditIds } from './editIds';
import type { EditViews } from './editViews';

/** Edits as read-only documents of scheme `grasp-merged`. */
export class MergedDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly ids: EditIds,
    private readonly views: EditViews,
  ) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.registerTextDocumentContentProvider(scheme.merged, this));
    this.#disposables.add(
      views.onDidChange(() => {
        for (const { uri } of workspace.textDocuments) {
          if (uri.scheme === scheme.merged) this.#changed.fire(uri);
        }
      }),
    );
  }

  /** The key is in the query, where no view shows it as a folder. */
  uri(edit: ReviewEdit): vscode.Uri {
    const path = `/${editFileName(edit.candidate.judged)}`;
    return vscode.Uri.from({ scheme: scheme.merged, path, query: this.ids.idOf(edit.key) });
  }

  keyOf(uri: vscode.Uri): string | undefined {
    return uri.scheme === scheme.merged ? this.ids.keyOf(uri.query) : undefined;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const edit = await this.ids.find(uri.query);
    const view = edit && (await this.views.view(edit.key));
    return (
      view?.merged.text ??
      vscode.l10n.t(
        'This edit is no longer at hand. Close the tab and open it again from the view Edits.',
      )
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
