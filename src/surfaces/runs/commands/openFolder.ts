import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { findRuns } from '../../common/findRuns';
import type { RunCatalog } from '../../common/runCatalog';

/**
 * Adds a folder of runs beside the workspace's own: results of somebody else, or of another project. Asks for it
 * unless it is named. @throws UserError when it holds no runs
 * @returns the folder, absolute
 */
export async function openFolder(argument: unknown, runs: RunCatalog): Promise<string | undefined> {
  const chosen = argument instanceof vscode.Uri ? argument : await askForFolder();
  if (chosen === undefined) return undefined;
  const found = await findRuns(chosen.fsPath);
  if (found.length === 0) {
    throw new UserError(vscode.l10n.t('There are no runs in this folder or below it.'), {
      place: { file: chosen.fsPath },
      fix: vscode.l10n.t('A run is a folder with a journal.jsonl, or with the val_scores.json of a published one.'),
    });
  }
  // Somebody who chose one run gets it with its name, not as a folder that is called like it.
  const isRun = found.some(({ dir }) => dir === chosen.fsPath);
  const folder = isRun ? dirname(chosen.fsPath) : chosen.fsPath;
  await runs.open(folder);
  return folder;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open a folder of runs'),
      openLabel: vscode.l10n.t('Open'),
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
    })) ?? [];
  return folder;
}
