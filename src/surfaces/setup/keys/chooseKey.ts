import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { KeyRing } from '../keyRing';
import { isSafe } from './approval';
import { askForKey } from './askForKey';
import { askForVariable } from './askForVariable';
import { suggestedVariable } from './suggestedVariable';

/** A key for a server: one that is stored, or a new one. `undefined` when the person wants none. */
export async function chooseKey(
  keys: KeyRing,
  origin: string,
): Promise<{ readonly variable: string; readonly key: string } | undefined> {
  if (!isSafe(origin)) {
    throw new UserError(vscode.l10n.t('a key would travel to {0} unencrypted (http)', origin), {
      fix: vscode.l10n.t('Use the https:// address of the server.'),
    });
  }
  const fresh = vscode.l10n.t('$(add) Another key…');
  const stored = keys.index.map(({ variable, origins }) => ({
    label: `$(key) ${variable}`,
    variable,
    description: origins.join(', '),
  }));
  const picked =
    stored.length === 0
      ? { label: fresh, variable: undefined }
      : await vscode.window.showQuickPick([...stored, { label: fresh, variable: undefined }], {
          title: vscode.l10n.t('{0} wants a key', origin),
          placeHolder: vscode.l10n.t('Which one may be sent there?'),
        });
  if (picked === undefined) return undefined;
  if (picked.variable !== undefined) {
    await keys.allow(picked.variable, origin);
    const key = await keys.reveal(picked.variable);
    return key === undefined ? undefined : { variable: picked.variable, key };
  }
  const variable = await askForVariable(suggestedVariable(origin));
  if (variable === undefined) return undefined;
  const key = await askForKey(keys, variable, [origin]);
  return key === undefined ? undefined : { variable, key };
}
