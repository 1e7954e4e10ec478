import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';

/** A save so shortly before or after tests begin is the editor's own (`testing.saveBeforeTest`). */
const AROUND_TESTS_MS = 750;

interface LastSave {
  /** What counted as saved before. */
  readonly before: string;
  readonly at: number;
}

/**
 * The texts of files as their authors saved them last. What an editor saves by itself, a second after the last
 * key or when it runs tests, is nothing to measure an edit against: it would be the edit.
 */
export class SavedByHand implements vscode.Disposable {
  readonly #disposables = new Disposables();
  /** As they were before the first save that nobody asked for. */
  readonly #texts = new Map<string, string>();
  readonly #saves = new Map<string, LastSave>();
  #testsBegan = 0;

  /** @param isFollowed Is anybody interested in this file? */
  constructor(private readonly isFollowed: (uri: vscode.Uri) => boolean) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onWillSaveTextDocument((event) => this.#willSave(event)));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, reason, contentChanges }) => {
        const isClean = !document.isDirty && reason === undefined && contentChanges.length > 0;
        if (isClean && this.#texts.has(document.uri.toString())) void this.#lookAgain(document);
      }),
    );
    this.#disposables.add(workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
  }

  /** `undefined`: as it is on the disk. */
  of(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Tests are about to run: what the editor saves for that is not saved by hand. */
  testsBegin(): void {
    const now = Date.now();
    this.#testsBegan = now;
    for (const [key, { before, at }] of this.#saves) {
      if (now - at <= AROUND_TESTS_MS && !this.#texts.has(key)) this.#texts.set(key, before);
    }
    this.#saves.clear();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #willSave(event: vscode.TextDocumentWillSaveEvent): void {
    const { uri } = event.document;
    if (!this.isFollowed(uri)) return;
    const key = uri.toString();
    const now = Date.now();
    const isByHand =
      event.reason === vscode.TextDocumentSaveReason.Manual &&
      now - this.#testsBegan > AROUND_TESTS_MS;
    const known = this.#texts.get(key);
    if (isByHand) this.#texts.delete(key);
    // The file is read before it is written over.
    const reading = readFile(uri.fsPath, 'utf8').then(
      (onDisk) => {
        const before = known ?? onDisk;
        if (isByHand) this.#saves.set(key, { before, at: now });
        else this.#texts.set(key, before);
      },
      () => undefined,
    );
    event.waitUntil(reading);
  }

  /**
   * Another program wrote the file, or somebody reverted it: that counts as saved. The first key in a clean
   * document looks the same, but for what is on the disk.
   */
  async #lookAgain(document: vscode.TextDocument): Promise<void> {
    const text = document.getText();
    const onDisk = await readFile(document.uri.fsPath, 'utf8').catch(() => undefined);
    if (onDisk === text) this.#forget(document.uri);
  }

  #forget(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
    this.#saves.delete(uri.toString());
  }
}
