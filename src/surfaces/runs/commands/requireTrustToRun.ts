import * as vscode from 'vscode';
import { requireTrust } from '../../common/requireTrust';

/** @throws HelpfulError: runs start programs and send text to models. */
export function requireTrustToRun(): void {
  requireTrust(vscode.l10n.t('This workspace is not trusted: runs can be read, not started.'));
}
