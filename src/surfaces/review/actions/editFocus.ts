import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { contextKey, scheme } from '../../common/ids';
import type { MergedDocuments } from '../inline/mergedDocuments';
import type { ReviewFocus } from '../reviewFocus';
import type { SideBySide } from '../sideBySide/sideBySide';
import type { EditThreads } from '../thread/editThreads';

/** Knows which edit the person looks at, and tells menus and keys. */
export class EditFocus implements ReviewFocus, vscode.Disposable {
  readonly #disposables = new Disposables();

  constructor(
    private readonly documents: MergedDocuments,
    private readonly sideBySide: SideBySide,
    private readonly threads: EditThreads,
  ) {
    const { window } = vscode;
    this.#disposables.add(window.onDidChangeActiveTextEditor(() => this.#tell()));
    this.#disposables.add(window.tabGroups.onDidChangeTabs(() => this.#tell()));
    this.#disposables.add(window.tabGroups.onDidChangeTabGroups(() => this.#tell()));
    this.#tell();
  }

  current(): string | undefined {
    const { activeTextEditor, tabGroups } = vscode.window;
    const here = activeTextEditor && this.#keyOfUri(activeTextEditor.document.uri);
    if (here !== undefined) return here;
    // A diff shows an edit on both sides, even where the cursor is in the author's own file.
    const input = tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputTextDiff) {
      return this.#keyOfUri(input.modified) ?? this.#keyOfUri(input.original);
    }
    return input instanceof vscode.TabInputText ? this.#keyOfUri(input.uri) : undefined;
  }

  keyOf(thing: unknown): string | undefined {
    if (thing instanceof vscode.Uri) return this.#keyOfUri(thing);
    const thread = this.threads.keyOf(thing);
    if (thread !== undefined || typeof thing !== 'object' || thing === null) return thread;
    // A reply to a thread.
    return 'thread' in thing ? this.threads.keyOf(thing.thread) : undefined;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #keyOfUri(uri: vscode.Uri): string | undefined {
    return this.documents.keyOf(uri) ?? this.sideBySide.keyOf(uri);
  }

  #tell(): void {
    const set = (key: string, value: boolean): void =>
      void vscode.commands.executeCommand('setContext', key, value);
    set(contextKey.reviewActive, this.current() !== undefined);
    set(
      contextKey.transcriptActive,
      vscode.window.activeTextEditor?.document.uri.scheme === scheme.transcript,
    );
  }
}
