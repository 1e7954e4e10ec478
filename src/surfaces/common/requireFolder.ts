import * as vscode from 'vscode';
import { HelpfulError } from './helpfulError';

/** What works on files needs a folder: said at the first step, with the way on. @throws HelpfulError */
export function requireFolder(): void {
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) return;
  throw new HelpfulError(
    vscode.l10n.t('No folder is open.'),
    { fix: vscode.l10n.t('Skills, configurations and runs lie in one: open it first.') },
    { [vscode.l10n.t('Open Folder…')]: 'workbench.action.files.openFolder' },
  );
}
