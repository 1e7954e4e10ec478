import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { KeyRing } from '../keyRing';
import { isSafe } from './approval';
import { askForKey } from './askForKey';
import { askForVariable } from './askForVariable';
import { suggestedVariable } from './suggestedVariable';
import { pickFrom } from '../../common/pickers';

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
  const fresh = {
    label: vscode.l10n.t('Another key…'),
    iconPath: new vscode.ThemeIcon('add'),
    variable: undefined,
  };
  const stored = keys.index.map(({ variable, origins }) => ({
    label: variable,
    iconPath: new vscode.ThemeIcon('key'),
    variable,
    description: vscode.l10n.t('so far for {0}', origins.join(', ') || '–'),
    isForThis: origins.includes(origin),
  }));
  // What Enter takes is never a key that was meant for another server.
  const own = stored.filter(({ isForThis }) => isForThis);
  const others = stored.filter(({ isForThis }) => !isForThis);
  const picked =
    stored.length === 0
      ? fresh
      : await pickFrom([...own, fresh, ...others], {
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
