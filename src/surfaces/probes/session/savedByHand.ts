import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';

/**
 * The texts of files as their authors saved them last. What an editor saves by itself a second after the last
 * key is nothing to measure an edit against: it would be the edit.
 */
export class SavedByHand implements vscode.Disposable {
  readonly #disposables = new Disposables();
  /** As they were before the first save that nobody asked for. */
  readonly #texts = new Map<string, string>();

  /** @param isFollowed Is anybody interested in this file? */
  constructor(private readonly isFollowed: (uri: vscode.Uri) => boolean) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onWillSaveTextDocument((event) => this.#willSave(event)));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, reason, contentChanges }) => {
        // Another program wrote the file, or somebody reverted it: that counts as saved.
        const isRead = !document.isDirty && reason === undefined && contentChanges.length > 0;
        if (isRead) this.#texts.delete(document.uri.toString());
      }),
    );
    this.#disposables.add(
      workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  /** `undefined`: as it is on the disk. */
  of(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #willSave(event: vscode.TextDocumentWillSaveEvent): void {
    const { uri } = event.document;
    const key = uri.toString();
    if (event.reason === vscode.TextDocumentSaveReason.Manual) {
      this.#texts.delete(key);
    } else if (!this.#texts.has(key) && this.isFollowed(uri)) {
      // The file is read before it is written over.
      event.waitUntil(
        readFile(uri.fsPath, 'utf8').then(
          (text) => void this.#texts.set(key, text),
          () => undefined,
        ),
      );
    }
  }
}
