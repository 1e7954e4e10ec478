import * as vscode from 'vscode';
import { isWithin } from './libraryPlaces';

/** The innermost workspace folder that holds a path on disk. */
export function folderOf(path: string): vscode.WorkspaceFolder | undefined {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => isWithin(uri.fsPath, path))
    .sort((a, b) => b.uri.fsPath.length - a.uri.fsPath.length)[0];
}
