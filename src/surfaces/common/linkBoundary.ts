import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isWithin } from './libraryPlaces';

/** How far links of a library may lead: to anywhere in its workspace folder. A real path; `undefined` outside of all. */
export async function linkBoundaryOf(dir: string): Promise<string | undefined> {
  const folder = (vscode.workspace.workspaceFolders ?? []).find(({ uri }) =>
    isWithin(uri.fsPath, dir),
  );
  return folder && realpath(folder.uri.fsPath).catch(() => undefined);
}
