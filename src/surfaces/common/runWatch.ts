import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Watchers } from './watchers';

export interface RunWatchEvents {
  /** A run may have come or gone. */
  onMoved(): void;
  /** The files of the run in this directory were written to. */
  onWritten(dir: string): void;
}

const FILES = '**/{journal.jsonl,decisions.jsonl,val_scores.json}';

/** Is told by the editor of what happens to files of runs below some folders. */
export class RunWatch implements vscode.Disposable {
  readonly #watchers: Watchers;

  constructor(private readonly events: RunWatchEvents) {
    this.#watchers = new Watchers({
      onCreate: (uri) => this.#created(uri),
      onDelete: () => events.onMoved(),
      onChange: (uri) => events.onWritten(dirname(uri.fsPath)),
    });
  }

  /** These folders, and no others from now on. */
  follow(folders: readonly string[]): void {
    this.#watchers.watch(folders.map((it) => ({ base: vscode.Uri.file(it), pattern: FILES })));
  }

  dispose(): void {
    this.#watchers.dispose();
  }

  #created(uri: vscode.Uri): void {
    // The first decision on a run brings a file of its own into a run that is known.
    if (uri.path.endsWith('/decisions.jsonl')) this.events.onWritten(dirname(uri.fsPath));
    else this.events.onMoved();
  }
}
