import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';

/** @throws UserError in a workspace that the person does not trust: runs start programs and send text to models. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(vscode.l10n.t('This workspace is not trusted: runs can be read, not started.'), {
    fix: vscode.l10n.t('Trust it with "Workspaces: Manage Workspace Trust", if you know where it comes from.'),
  });
}
