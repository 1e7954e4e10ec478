import { join } from 'node:path';
import * as vscode from 'vscode';
import { offerFiles } from '../newFiles/offerFiles';
import { sampleConfig, sampleFiles } from './sampleFiles';
import { sayBriefly, showInformation } from '../../common/messages';

/** Puts the quickstart's files into a folder of the workspace, after a question, and opens its configuration. */
export async function createSample(extensionPath: string): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const files = await sampleFiles(extensionPath, folder.uri.fsPath);
  const wasThere = files.every(({ isThere }) => isThere);
  const explanation = vscode.l10n.t(
    'A small task with its first skill. It runs with a simulated model: no key, no network, a few seconds.',
  );
  const question = vscode.l10n.t('Create the quickstart in "{0}"?', folder.name);
  if (!(await offerFiles(folder.uri.fsPath, files, { question, explanation }))) return;
  const config = vscode.Uri.file(join(folder.uri.fsPath, sampleConfig));
  await vscode.window.showTextDocument(config);
  sayBriefly(
    wasThere
      ? vscode.l10n.t('GRASP: the sample is there already')
      : vscode.l10n.t('GRASP: the sample is ready. "GRASP: Start Learning…" runs it.'),
    { icon: 'check', ms: 15_000 },
  );
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length > 1) return vscode.window.showWorkspaceFolderPick();
  const [only] = workspaceFolders;
  if (only) return only;
  const open = vscode.l10n.t('Open Folder');
  const answer = await showInformation(
    vscode.l10n.t('Open a folder first: the sample is a few files in it.'),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  return undefined;
}
