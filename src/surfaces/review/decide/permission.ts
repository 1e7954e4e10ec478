import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { isWithin } from '../../common/libraryPlaces';
import { requireTrust as trustFor } from '../../common/requireTrust';
import { showWarning } from '../../common/messages';

const allowed = new Set<string>();

/** The real path, as far as it exists. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPath(parent), basename(path));
  }
}

/** Deciding writes files, which are named by a configuration in the workspace. @throws HelpfulError */
export function requireTrust(): void {
  trustFor(
    vscode.l10n.t('This workspace is not trusted: edits can be read, and nothing is written.'),
  );
}

/**
 * A library outside of the workspace is written to only after the person said so, once in a window.
 * @throws CancellationError
 */
export async function permitLibrary(named: string): Promise<void> {
  // A folder in the workspace may be a link that leads out of it.
  const dir = await realPath(named);
  const folders = await Promise.all(
    (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => realPath(uri.fsPath)),
  );
  const isInside = folders.some((folder) => isWithin(folder, dir));
  if (isInside || allowed.has(dir)) return;
  const yes = vscode.l10n.t('Write There');
  const answer = await showWarning(
    vscode.l10n.t('The library of this run lies outside of the workspace.'),
    { modal: true, detail: dir },
    yes,
  );
  if (answer !== yes) throw new vscode.CancellationError();
  allowed.add(dir);
}
