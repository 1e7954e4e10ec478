import * as vscode from 'vscode';
import { isWithin } from './libraryPlaces';

/**
 * May files of this folder be read? Outside of the workspace only what a file of a trusted workspace names: an
 * untrusted one must not make the editor search the rest of the disk.
 */
export function mayLookInto(dir: string, isNamed: boolean): boolean {
  if (isNamed && vscode.workspace.isTrusted) return true;
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => isWithin(uri.fsPath, dir));
}
