import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from './disposables';

export interface RunWatchEvents {
  /** A run may have come or gone. */
  onMoved(): void;
  /** The files of the run in this directory were written to. */
  onWritten(dir: string): void;
}

const FILES = '**/{journal.jsonl,decisions.jsonl,val_scores.json}';

/** Is told by the editor of what happens to files of runs below some folders. */
export class RunWatch implements vscode.Disposable {
  readonly #watchers = new Map<string, Disposables>();

  constructor(private readonly events: RunWatchEvents) {}

  /** These folders, and no others from now on. */
  follow(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder)) continue;
      this.#watchers.delete(folder);
      watcher.dispose();
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#start(folder));
    }
  }

  dispose(): void {
    this.follow([]);
  }

  #start(folder: string): Disposables {
    const { events } = this;
    const all = new Disposables();
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), FILES);
    const watcher = all.add(vscode.workspace.createFileSystemWatcher(pattern));
    all.add(watcher.onDidCreate((uri) => this.#moved(uri)));
    all.add(watcher.onDidDelete(() => events.onMoved()));
    all.add(watcher.onDidChange((uri) => events.onWritten(dirname(uri.fsPath))));
    return all;
  }

  #moved(uri: vscode.Uri): void {
    // The first decision on a run brings a file of its own into a run that is known.
    if (uri.path.endsWith('/decisions.jsonl')) this.events.onWritten(dirname(uri.fsPath));
    else this.events.onMoved();
  }
}
