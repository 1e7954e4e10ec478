import * as vscode from 'vscode';
import { UserError } from '../../util/errors';

/** What was asked for needs a trusted workspace. Whoever tells it offers the way there. */
export class NotTrusted extends UserError {}

/**
 * Runs start programs, send text to models and write files that a configuration of the workspace names.
 * @param why what cannot be done, as a sentence
 * @throws NotTrusted in a workspace that the person does not trust
 */
export function requireTrust(why: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new NotTrusted(why, {
    fix: vscode.l10n.t(
      'Trust it with "Workspaces: Manage Workspace Trust", if you know where it comes from.',
    ),
  });
}
