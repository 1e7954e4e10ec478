import * as vscode from 'vscode';

/** What to watch: files below a folder. */
export interface Wanted {
  readonly base: vscode.Uri;
  readonly pattern: string;
  /** Whether the folder is there: one that has gone ends its watcher. */
  readonly exists?: boolean;
}

interface Told {
  readonly onCreate: (uri: vscode.Uri) => void;
  readonly onChange: (uri: vscode.Uri) => void;
  readonly onDelete: (uri: vscode.Uri) => void;
}

/** Watchers of files, of which those that are still wanted stay: until one is set up anew, it sees nothing. */
export class Watchers implements vscode.Disposable {
  readonly #watchers = new Map<string, vscode.Disposable>();

  constructor(private readonly told: Told) {}

  /** Watches these, and nothing else. */
  watch(wanted: readonly Wanted[]): void {
    const byKey = new Map(wanted.map((it) => [keyOf(it), it]));
    for (const [key, watcher] of this.#watchers) {
      if (byKey.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
    }
    for (const [key, it] of byKey) {
      if (!this.#watchers.has(key)) this.#watchers.set(key, this.#watcher(it));
    }
  }

  dispose(): void {
    this.watch([]);
  }

  #watcher({ base, pattern }: Wanted): vscode.Disposable {
    const relative = new vscode.RelativePattern(base, pattern);
    const watcher = vscode.workspace.createFileSystemWatcher(relative);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(this.told.onCreate),
      watcher.onDidDelete(this.told.onDelete),
      watcher.onDidChange(this.told.onChange),
    );
  }
}

function keyOf({ base, pattern, exists }: Wanted): string {
  return JSON.stringify([base.toString(), pattern, exists]);
}
