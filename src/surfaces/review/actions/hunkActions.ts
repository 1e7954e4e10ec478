import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import type { EditViews } from '../inline/editViews';
import type { MergedDocuments } from '../inline/mergedDocuments';

/** Ctrl+. on a hunk: everything that its lenses offer, by keyboard. */
export class HunkActions implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #disposables = new Disposables();

  constructor(
    private readonly documents: MergedDocuments,
    private readonly views: EditViews,
  ) {
    this.#disposables.add(
      vscode.languages.registerCodeActionsProvider({ scheme: scheme.merged }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const key = this.documents.keyOf(document.uri);
    const view = key === undefined ? undefined : await this.views.view(key);
    if (view === undefined) return [];
    const { lensSpecs } = await import('../inline/lensSpecs');
    const hunk = view.merged.hunks.find(
      ({ first, last, isBookkeeping }) => !isBookkeeping && first <= end.line && last >= start.line,
    );
    const lenses = lensSpecs(view, vscode.l10n).filter(({ command: id }) => id !== undefined);
    const here = lenses.filter((lens) => lens.hunk !== undefined && lens.hunk === hunk?.id);
    // The first says what edit it is; what is said of it holds on every line.
    const head = lenses.filter((lens) => lens.hunk === undefined);
    const seen = new Set<string>();
    return [...here, ...head.slice(1)].flatMap(({ title, command: id = '', args = [] }) => {
      const mark = `${id} ${args.length}`;
      if (seen.has(mark)) return [];
      seen.add(mark);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = { title, command: id, arguments: [...args] };
      return [action];
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
