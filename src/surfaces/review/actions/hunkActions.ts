import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import type { EditViews } from '../inline/editViews';
import type { LensSpec } from '../inline/lensSpecs';
import type { MergedDocuments } from '../inline/mergedDocuments';
import { pickFrom } from '../../common/pickers';

/** Everything that the lenses of a hunk offer, by keyboard: as code actions, and as a list to pick from. */
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
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const lenses = await this.#lensesAt(document, range);
    return lenses.map(({ title, command = '', args = [] }) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = { title, command, arguments: [...args] };
      return action;
    });
  }

  /** The editor's own key for actions is dead in a document that cannot be written. */
  async ask(): Promise<void> {
    const { l10n, window } = vscode;
    const editor = window.activeTextEditor;
    const lenses = editor ? await this.#lensesAt(editor.document, editor.selection) : [];
    if (lenses.length === 0) return;
    const items = lenses.map((lens) => ({
      label: lens.title,
      description: (lens.args?.length ?? 0) > 1 ? l10n.t('this hunk') : l10n.t('the whole edit'),
      lens,
    }));
    const picked = await pickFrom(items, { title: l10n.t('What to do with the edit') });
    if (picked === undefined) return;
    const { command = '', args = [] } = picked.lens;
    await vscode.commands.executeCommand(command, ...args);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** What can be clicked above the hunk there, then what can be above the document; each thing once. */
  async #lensesAt(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
  ): Promise<readonly LensSpec[]> {
    const key = this.documents.keyOf(document.uri);
    const view = key === undefined ? undefined : await this.views.view(key);
    if (view === undefined) return [];
    const { lensSpecs } = await import('../inline/lensSpecs');
    const hunk = view.merged.hunks.find(
      ({ first, last, isBookkeeping }) => !isBookkeeping && first <= end.line && last >= start.line,
    );
    const lenses = lensSpecs(view, vscode.l10n).filter(({ command }) => command !== undefined);
    const here = lenses.filter((lens) => lens.hunk !== undefined && lens.hunk === hunk?.id);
    const head = lenses.filter((lens) => lens.hunk === undefined);
    const seen = new Set<string>();
    // The first of the document says what edit it is.
    return [...here, ...head.slice(1)].filter(({ command, args = [] }) => {
      const mark = `${command} ${args.length}`;
      const isNew = !seen.has(mark);
      seen.add(mark);
      return isNew;
    });
  }
}
