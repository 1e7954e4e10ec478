import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import type { EditBook } from '../editBook';
import type { ReviewEdit } from '../reviewEdit';
import type { MergedDocument } from './mergedDocument';
import type { ShownSide } from './shownSide';

/** An edit, ready to be shown. */
export interface EditView {
  readonly edit: ReviewEdit;
  readonly sides: readonly ShownSide[];
  readonly merged: MergedDocument;
}

/** Makes views of edits when they are asked for, and keeps them until something changes. */
export class EditViews implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #views = new Map<string, Promise<EditView | undefined>>();

  /** Every view may be another one now. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly book: EditBook,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const see = (editors: readonly vscode.TextEditor[]): void =>
      book.shows(this, editors.some(isOurs));
    see(vscode.window.visibleTextEditors);
    this.#disposables.add(vscode.window.onDidChangeVisibleTextEditors(see));
    this.#disposables.add(
      book.onDidChange(() => {
        this.#views.clear();
        this.#changed.fire();
      }),
    );
  }

  /** `undefined` when the edit is not known (any more). */
  view(key: string): Promise<EditView | undefined> {
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const made = this.#make(key).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
      return undefined;
    });
    this.#views.set(key, made);
    return made;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #make(key: string): Promise<EditView | undefined> {
    const edit = await this.book.get(key);
    if (edit === undefined) return undefined;
    // Brings the diff library, which the start of the editor must not wait for.
    const { shownSide } = await import('./shownSide');
    const { mergedDocument } = await import('./mergedDocument');
    const sides = (await this.book.sides(edit)).map((side) => shownSide(side, edit.decision));
    return { edit, sides, merged: mergedDocument(sides.map(({ change }) => change)) };
  }
}

/** Is it an edit, in one document or as a side of a diff? */
function isOurs({ document }: vscode.TextEditor): boolean {
  const { merged, proposal, version } = scheme;
  return [merged, proposal, version].some((ours) => ours === document.uri.scheme);
}
