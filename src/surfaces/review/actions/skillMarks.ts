import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { color, command } from '../../common/ids';
import { LensChanges } from '../../common/lensChanges';
import type { Libraries } from '../../common/libraries';
import type { EditBook } from '../editBook';
import type { EditViews } from '../inline/editViews';
import type { ReviewEdit } from '../reviewEdit';
import { editTitle, verdictWord } from '../thread/editLabel';
import type { SkillEdits } from './skillEdits';
import { itemText } from '../../common/noticeText';

/** By pattern, never by language: a SKILL.md is no Markdown to every editor. */
const SKILL_FILES: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.md' };
/** More lenses than these would push the text away. */
const MAX_LENSES = 3;

/**
 * The quiet mark in the author's own skill files: one lens for each undecided edit that the gate accepted, one
 * for all others, a tint on the lines that are touched, and the way to the review on Ctrl+.
 */
export class SkillMarks
  implements vscode.CodeLensProvider, vscode.CodeActionProvider, vscode.Disposable
{
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new LensChanges());
  readonly onDidChangeCodeLenses = this.#changed.event;
  #tint: vscode.TextEditorDecorationType | undefined;

  constructor(
    private readonly book: EditBook,
    private readonly views: EditViews,
    private readonly libraries: Libraries,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { languages, window } = vscode;
    this.#disposables.add(views.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(languages.registerCodeLensProvider(SKILL_FILES, this));
    this.#disposables.add(
      languages.registerCodeActionsProvider(SKILL_FILES, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.#disposables.add(window.onDidChangeVisibleTextEditors(() => void this.#drawAll()));
    this.#disposables.add(views.onDidChange(() => void this.#drawAll()));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const edits = await this.#edits(document);
    if (edits === undefined) return [];
    const { l10n } = vscode;
    const top = new vscode.Range(0, 0, 0, 0);
    const lenses = edits.accepted.slice(0, MAX_LENSES).map(({ key, candidate }) => {
      const { fixes, regressions } = candidate.judged.score;
      const verdict = verdictWord(candidate.judged.verdict, l10n);
      const title = l10n.t('Review edit: gate {0}, +{1} −{2}', verdict, fixes, regressions);
      return new vscode.CodeLens(top, {
        title: itemText(title),
        command: command.edits.open,
        arguments: [key],
      });
    });
    const rest = [...edits.accepted.slice(MAX_LENSES), ...edits.others];
    if (rest.length === 0) return lenses;
    const title = rest.length === 1 ? l10n.t('1 more edit') : l10n.t('{0} more edits', rest.length);
    const keys = rest.map(({ key }) => key);
    const more = { title, command: command.edits.open, arguments: [keys] };
    return [...lenses, new vscode.CodeLens(top, more)];
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const edits = await this.#edits(document);
    const actions: vscode.CodeAction[] = [];
    const { l10n } = vscode;
    for (const edit of edits?.accepted.slice(0, MAX_LENSES) ?? []) {
      const lines = await this.#touched(edit, document);
      if (!lines.some((line) => line >= start.line && line <= end.line)) continue;
      const title = editTitle(edit.candidate.judged);
      const add = (words: string, id: string): void => {
        const action = new vscode.CodeAction(words, vscode.CodeActionKind.QuickFix);
        action.command = { title: words, command: id, arguments: [edit.key] };
        actions.push(action);
      };
      add(l10n.t('Review {0}', title), command.edits.open);
      add(l10n.t('Accept {0}', title), command.edits.accept);
      add(l10n.t('Reject {0}', title), command.edits.reject);
    }
    return actions;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #edits(document: vscode.TextDocument): Promise<SkillEdits | undefined> {
    try {
      const { skillByPlace, skillEdits } = await import('./skillEdits');
      const known = await this.libraries.of(document.uri);
      const edits = await this.book.edits();
      // A run may have a library that no configuration of the workspace names.
      const skill = known
        ? { dir: known.library.dir, name: known.name }
        : skillByPlace(edits, document.uri.fsPath);
      return skill && skillEdits(edits, skill);
    } catch (error) {
      this.log.warn(`${document.uri.toString()}: ${String(error)}`);
      return undefined;
    }
  }

  async #drawAll(): Promise<void> {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (vscode.languages.match(SKILL_FILES, document) === 0 || isInDiff(editor)) continue;
      const edits = await this.#edits(document);
      if (edits === undefined || (edits.accepted.length === 0 && this.#tint === undefined))
        continue;
      const touched = await Promise.all(
        edits.accepted.slice(0, MAX_LENSES).map((edit) => this.#touched(edit, document)),
      );
      const lines = [...new Set(touched.flat())];
      const hoverMessage = vscode.l10n.t('An undecided edit changes this line.');
      editor.setDecorations(
        (this.#tint ??= this.#makeTint()),
        lines.map((line) => ({ range: new vscode.Range(line, 0, line, 0), hoverMessage })),
      );
    }
  }

  async #touched(edit: ReviewEdit, document: vscode.TextDocument): Promise<readonly number[]> {
    const view = await this.views.view(edit.key);
    const shown = view?.sides.find(({ side }) => side.file === document.uri.fsPath);
    if (shown === undefined || shown.side.basis !== 'author') return [];
    const { touchedLines } = await import('./touchedLines');
    return touchedLines(shown.change);
  }

  #makeTint(): vscode.TextEditorDecorationType {
    return this.#disposables.add(
      vscode.window.createTextEditorDecorationType({
        isWholeLine: true,
        backgroundColor: new vscode.ThemeColor(color.proposedLineBackground),
        borderWidth: '0 0 0 2px',
        borderStyle: 'solid',
        borderColor: new vscode.ThemeColor(color.proposedLineBorder),
        overviewRulerColor: new vscode.ThemeColor(color.proposedLineBorder),
        overviewRulerLane: vscode.OverviewRulerLane.Left,
      }),
    );
  }
}

/** A diff has colours enough. */
function isInDiff({ viewColumn }: vscode.TextEditor): boolean {
  const group = vscode.window.tabGroups.all.find((it) => it.viewColumn === viewColumn);
  return !(group?.activeTab?.input instanceof vscode.TabInputText);
}
