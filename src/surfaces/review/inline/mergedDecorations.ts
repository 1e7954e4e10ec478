import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import { lineMarks, type LineMarks } from './lineMarks';
import type { EditView, EditViews } from './editViews';
import { stateOf } from './lensSpecs';
import type { MergedDocuments } from './mergedDocuments';
import type { MergedLine } from './mergedDocument';

/** Lines of larger documents are not pushed in to stand under the marked ones. */
const MAX_PADDED_LINES = 5_000;

/** Draws the difference on merged documents. */
export class MergedDecorations implements vscode.Disposable {
  readonly #disposables = new Disposables();
  #marks: LineMarks | undefined;

  constructor(
    private readonly documents: MergedDocuments,
    private readonly views: EditViews,
  ) {
    const { window, workspace } = vscode;
    this.#disposables.add(window.onDidChangeVisibleTextEditors(() => void this.#drawAll()));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme.merged) void this.#drawAll();
      }),
    );
    this.#disposables.add(views.onDidChange(() => void this.#drawAll()));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #drawAll(): Promise<void> {
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.uri.scheme === scheme.merged,
    );
    await Promise.all(editors.map((editor) => this.#draw(editor)));
  }

  async #draw(editor: vscode.TextEditor): Promise<void> {
    const key = this.documents.keyOf(editor.document.uri);
    const view = key === undefined ? undefined : await this.views.view(key);
    // The text is a moment behind or ahead of the view: there will be another call.
    if (view === undefined || editor.document.lineCount !== view.merged.lines.length) return;
    const marks = (this.#marks ??= lineMarks((type) => this.#disposables.add(type)));
    const { lines } = view.merged;
    const { l10n } = vscode;
    editor.setDecorations(marks.removed, withWord(lines, 'removed', l10n.t('Removed line.')));
    editor.setDecorations(marks.added, withWord(lines, 'added', l10n.t('Added line.')));
    editor.setDecorations(marks.removedWords, wordsOf(lines, 'removed'));
    editor.setDecorations(marks.addedWords, wordsOf(lines, 'added'));
    editor.setDecorations(marks.leftOut, leftOut(view));
    editor.setDecorations(marks.title, linesOf(lines, 'title'));
    editor.setDecorations(
      marks.same,
      lines.length > MAX_PADDED_LINES ? [] : linesOf(lines, 'same'),
    );
  }
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}

function linesOf(lines: readonly MergedLine[], of: MergedLine['kind']): vscode.Range[] {
  return lines.flatMap(({ kind }, at) => (kind === of ? [lineRange(at)] : []));
}

/** What colour and mark say, also as a word for whoever points at the line. */
function withWord(
  lines: readonly MergedLine[],
  of: MergedLine['kind'],
  word: string,
): vscode.DecorationOptions[] {
  const openEnd = vscode.l10n.t('The file ends here, without a line end.');
  return lines.flatMap(({ kind, isOpenEnd }, at) =>
    kind === of
      ? [{ range: lineRange(at), hoverMessage: isOpenEnd ? `${word} ${openEnd}` : word }]
      : [],
  );
}

function wordsOf(lines: readonly MergedLine[], of: MergedLine['kind']): vscode.Range[] {
  return lines.flatMap(({ kind, words }, line) =>
    kind === of ? words.map(({ start, end }) => new vscode.Range(line, start, line, end)) : [],
  );
}

/** Hunks that do not belong to what would be, or was, accepted. */
function leftOut(view: EditView): vscode.Range[] {
  return view.merged.hunks
    .filter((hunk) => !hunk.isBookkeeping && stateOf(view, hunk) === 'out')
    .map(({ first, last }) => new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER));
}
