import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { isWithin } from '../../common/libraryPlaces';

const allowed = new Set<string>();

/** Deciding writes files, which are named by a configuration in the workspace. @throws UserError */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t('This workspace is not trusted, so nothing is written to it.'),
    {
      fix: vscode.l10n.t('Trust the workspace to decide on edits. They can be read without.'),
    },
  );
}

/**
 * A library outside of the workspace is written to only after the person said so, once in a window.
 * @throws CancellationError
 */
export async function permitLibrary(dir: string): Promise<void> {
  const isInside = (vscode.workspace.workspaceFolders ?? []).some(({ uri }) =>
    isWithin(uri.fsPath, dir),
  );
  if (isInside || allowed.has(dir)) return;
  const yes = vscode.l10n.t('Write There');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The library of this run lies outside of the workspace.'),
    { modal: true, detail: dir },
    yes,
  );
  if (answer !== yes) throw new vscode.CancellationError();
  allowed.add(dir);
}
