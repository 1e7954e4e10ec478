import { join } from 'node:path';
import * as vscode from 'vscode';
import { sampleConfig, sampleFiles, writeSample } from './sampleFiles';

/** Puts the quickstart's files into a folder of the workspace, after a question, and opens its configuration. */
export async function createSample(extensionPath: string): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const files = await sampleFiles(extensionPath, folder.uri.fsPath);
  const missing = files.filter(({ isThere }) => !isThere);
  if (missing.length > 0) {
    if (!(await isWanted(folder.name, files))) return;
    await writeSample(folder.uri.fsPath, files);
  }
  const config = vscode.Uri.file(join(folder.uri.fsPath, sampleConfig));
  await vscode.window.showTextDocument(config);
  vscode.window.setStatusBarMessage(
    missing.length === 0
      ? `$(check) ${vscode.l10n.t('GRASP: the sample is there already')}`
      : `$(check) ${vscode.l10n.t('GRASP: the sample is ready. "GRASP: Start Learning…" runs it.')}`,
    15_000,
  );
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length > 1) return vscode.window.showWorkspaceFolderPick();
  const [only] = workspaceFolders;
  if (only) return only;
  const open = vscode.l10n.t('Open Folder');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Open a folder first: the sample is a few files in it.'),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  return undefined;
}

async function isWanted(
  folder: string,
  files: Awaited<ReturnType<typeof sampleFiles>>,
): Promise<boolean> {
  const create = vscode.l10n.t('Create Files');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Create the quickstart in "{0}"?', folder),
    {
      modal: true,
      detail: [
        ...files.map(({ path, isThere }) =>
          isThere ? vscode.l10n.t('{0} (is there, and stays as it is)', path) : path,
        ),
        '',
        vscode.l10n.t(
          'A small task with its first skill. It runs with a simulated model: no key, no network, a few seconds.',
        ),
      ].join('\n'),
    },
    create,
  );
  return answer === create;
}
