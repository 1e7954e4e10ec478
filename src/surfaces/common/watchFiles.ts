import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from './disposables';

const PAUSE_MS = 150;

/** Tells when one of these files (absolute) comes, goes or is written; several at once are told once. */
export function watchFiles(files: readonly string[], onChange: () => void): vscode.Disposable {
  const watched = new Set(files.map((file) => vscode.Uri.file(file).fsPath));
  const disposables = new Disposables();
  let pause: NodeJS.Timeout | undefined;
  const look = ({ fsPath }: vscode.Uri): void => {
    if (!watched.has(fsPath)) return;
    clearTimeout(pause);
    pause = setTimeout(onChange, PAUSE_MS);
  };
  disposables.add({ dispose: () => clearTimeout(pause) });
  // By folder: a name may hold what means something in a pattern.
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
    const watcher = disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      disposables.add(event(look));
    }
  }
  return disposables;
}
