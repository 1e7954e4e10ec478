import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { settings } from '../../common/settings';
import type { EditView, EditViews } from '../inline/editViews';
import type { MergedDocuments } from '../inline/mergedDocuments';
import type { SideBySide } from '../sideBySide/sideBySide';
import type { EditThreads, ThreadPlace } from '../thread/editThreads';
import type { LineSpan } from '../thread/threadLines';
import { topLineFor } from '../thread/threadScroll';

export type Layout = 'inline' | 'sideBySide';

export interface OpenOptions {
  readonly layout?: Layout;
  /** Did nobody ask for the focus? */
  readonly preserveFocus?: boolean;
  /** One of several skills, side by side. */
  readonly only?: string;
  readonly viewColumn?: vscode.ViewColumn;
}

/** Shows edits: the document in the chosen layout, with its thread open. */
export class EditOpener {
  constructor(
    private readonly views: EditViews,
    private readonly documents: MergedDocuments,
    private readonly sideBySide: SideBySide,
    private readonly threads: EditThreads,
  ) {}

  /** @throws UserError when the edit is not known. */
  async open(key: string, options: OpenOptions = {}): Promise<void> {
    const view = await this.#view(key);
    const { layout = settings.reviewLayout(), preserveFocus = false, only, viewColumn } = options;
    const place =
      layout === 'inline'
        ? await this.#openInline(view, preserveFocus)
        : await this.sideBySide.open(view, {
            preserveFocus,
            ...(only === undefined ? {} : { only }),
            ...(viewColumn === undefined ? {} : { viewColumn }),
          });
    if (place === undefined) return;
    this.#bringIntoSight(place.uri, await this.threads.show(view, place));
  }

  /** The thread with the probes, where the edit is shown; opens it if it is not. */
  async showProbes(key: string): Promise<void> {
    const view = await this.#view(key);
    const place = this.#shownPlace(view);
    if (place === undefined) {
      await this.open(key);
      return;
    }
    const span = await this.threads.show(view, place);
    this.#bringIntoSight(place.uri, span);
    const editor = this.#editorOf(place.uri);
    if (editor !== vscode.window.activeTextEditor || editor === undefined) return;
    editor.selection = new vscode.Selection(span.last, 0, span.last, 0);
    // The comment comes into focus where the editor can do that.
    await vscode.commands
      .executeCommand('editor.action.focusCommentOnCurrentLine')
      .then(undefined, () => undefined);
  }

  /** Back to the lines of the thread: the editor folds it after a decision, and shows what comes far below. */
  async comeBack(key: string): Promise<void> {
    const view = await this.#view(key);
    const place = this.#shownPlace(view);
    if (place !== undefined) this.#toTop(place.uri, (await place.lines(view)).first - 1);
  }

  /** How the edit is shown in the active editor, if it is. */
  shownLayout(): Layout | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputText) {
      return this.documents.keyOf(input.uri) === undefined ? undefined : 'inline';
    }
    return 'sideBySide';
  }

  async #view(key: string): Promise<EditView> {
    const view = await this.views.view(key);
    if (view !== undefined) return view;
    throw new UserError(vscode.l10n.t('This edit is not known.'), {
      fix: vscode.l10n.t('Refresh the view Runs, and open the edit from the view Edits.'),
    });
  }

  async #openInline(view: EditView, preserveFocus: boolean): Promise<ThreadPlace> {
    const uri = this.documents.uri(view.edit);
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus });
    return { uri, lines: inlineLines };
  }

  #shownPlace(view: EditView): ThreadPlace | undefined {
    const inline = this.documents.uri(view.edit);
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
    if (shown.includes(inline.toString())) return { uri: inline, lines: inlineLines };
    const pair = this.sideBySide
      .pairs(view)
      .find(({ right }) => this.sideBySide.isShown(right, shown));
    return pair && this.sideBySide.placeOf(pair);
  }

  #bringIntoSight(uri: vscode.Uri, span: LineSpan): void {
    const [seen] = this.#editorOf(uri)?.visibleRanges ?? [];
    const top = topLineFor(span, seen && { first: seen.start.line, last: seen.end.line });
    if (top !== undefined) this.#toTop(uri, top);
  }

  #toTop(uri: vscode.Uri, line: number): void {
    const start = new vscode.Position(Math.max(0, line), 0);
    const { AtTop } = vscode.TextEditorRevealType;
    this.#editorOf(uri)?.revealRange(new vscode.Range(start, start), AtTop);
  }

  #editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
    const address = uri.toString();
    return vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === address,
    );
  }
}

async function inlineLines(view: EditView): Promise<LineSpan> {
  const { threadLines } = await import('../thread/threadLines');
  return threadLines(view.merged);
}
