import * as vscode from 'vscode';
import type { KeyRing } from '../keyRing';
import { cleanKey } from './variableName';
import { askFor, sayBriefly, showWarning } from '../../common/messages';

/**
 * Asks for a key and keeps it, for these servers; for the session only where the system has no place for
 * secrets and the person wants that. The key itself, or `undefined` when none was kept.
 */
export async function askForKey(
  keys: KeyRing,
  variable: string,
  origins: readonly string[],
): Promise<string | undefined> {
  const typed = await askFor({
    title: vscode.l10n.t('Store API Key'),
    prompt: prompt(variable, origins),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || cleanKey(text) !== undefined
        ? undefined
        : vscode.l10n.t('A key is one word of letters, digits and signs.'),
  });
  const key = cleanKey(typed ?? '');
  if (key === undefined) return undefined;
  if (await keys.store(variable, key, origins)) {
    sayBriefly(vscode.l10n.t('GRASP: {0} is in the secret storage', variable), {
      icon: 'key',
      ms: 10_000,
    });
    return key;
  }
  if (!(await mayKeepForSession(variable))) return undefined;
  keys.keepForSession(variable, key, origins);
  return key;
}

function prompt(variable: string, origins: readonly string[]): string {
  return origins.length === 0
    ? vscode.l10n.t(
        'Value of {0}. It goes into the secret storage of VS Code; you are asked before it is first sent to a server.',
        variable,
      )
    : vscode.l10n.t(
        'Value of {0}. It goes into the secret storage of VS Code, and is sent to {1} only.',
        variable,
        origins.join(', '),
      );
}

async function mayKeepForSession(variable: string): Promise<boolean> {
  const keep = vscode.l10n.t('Keep Until the Window Closes');
  const answer = await showWarning(
    vscode.l10n.t('This system has no place for secrets: the key could not be stored.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Install a keyring (gnome-keyring or KWallet on Linux) and restart VS Code, or set {0} in the environment before you start it. The key can be kept in memory until this window closes.',
        variable,
      ),
    },
    keep,
  );
  return answer === keep;
}
