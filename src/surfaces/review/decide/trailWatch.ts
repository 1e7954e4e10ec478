import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import type { Trail, TrailPoint } from './trail';

const PAUSE_MS = 150;

/**
 * Follows the editor's own undo and redo: when they bring the files of an edit back to what belonged to another
 * decision of this window, it says so.
 */
export class TrailWatch implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #trails = new Map<string, Trail>();
  #paused = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(private readonly onMoved: (key: string, point: TrailPoint) => void) {
    const { workspace } = vscode;
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, reason, contentChanges }) => {
        // What becomes clean by no change of ours was saved, or is the text on the disk again.
        if (reason === undefined && contentChanges.length === 0 && !document.isDirty) {
          return this.#look(document.uri, 'forth');
        }
        if (reason === undefined || contentChanges.length === 0) return;
        const way = reason === vscode.TextDocumentChangeReason.Undo ? 'back' : 'forth';
        // At once: the next undo may follow before anybody could look again.
        this.#look(document.uri, way);
      }),
    );
    this.#disposables.add(
      // Closed without being saved, a text is the one on the disk again.
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'file') this.#look(uri, 'forth');
      }),
    );
    for (const event of [workspace.onDidCreateFiles, workspace.onDidDeleteFiles]) {
      this.#disposables.add(event(() => this.#later()));
    }
  }

  get(key: string): Trail | undefined {
    return this.#trails.get(key);
  }

  set(key: string, trail: Trail): void {
    this.#trails.set(key, trail);
  }

  /** Nothing is followed while decisions write files themselves. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    this.#paused += 1;
    try {
      return await work();
    } finally {
      this.#paused -= 1;
    }
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#disposables.dispose();
  }

  /** A file that came or went may still be open, or not be there yet. */
  #later(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#look(undefined, 'back'), PAUSE_MS);
  }

  #look(uri: vscode.Uri | undefined, way: 'back' | 'forth'): void {
    if (this.#paused > 0) return;
    for (const [key, trail] of this.#trails) {
      if (uri !== undefined && !trail.files.has(uri.toString())) continue;
      const point = trail.moved(textOf, way);
      if (point) this.onMoved(key, point);
    }
  }
}

/** What the file holds now: in its editor, or on the disk. */
function textOf(file: string): string | null | undefined {
  const uri = vscode.Uri.parse(file);
  const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === file);
  if (open !== undefined && !open.isClosed) {
    return open.isDirty || onDisk(uri) !== null ? open.getText() : null;
  }
  return onDisk(uri);
}

function onDisk(uri: vscode.Uri): string | null {
  try {
    return readFileSync(uri.fsPath, 'utf8');
  } catch {
    return null;
  }
}
