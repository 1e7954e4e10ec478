import * as vscode from 'vscode';
import { HelpfulError } from './helpfulError';

/**
 * Runs start programs, send text to models and write files that a configuration of the workspace names.
 * @param why what cannot be done, as a sentence
 * @throws HelpfulError in a workspace that the person does not trust
 */
export function requireTrust(why: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new HelpfulError(
    why,
    {
      fix: vscode.l10n.t(
        'Trust it with "Workspaces: Manage Workspace Trust", if you know where it comes from.',
      ),
    },
    { [vscode.l10n.t('Manage Trust')]: 'workbench.trust.manage' },
  );
}
