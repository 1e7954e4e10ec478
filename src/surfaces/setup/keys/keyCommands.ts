import * as vscode from 'vscode';
import type { KeyRing } from '../keyRing';
import type { PresetChoice } from '../models/modelChoice';
import { bridgeVariable } from '../editorModel';
import { askForKey } from './askForKey';
import { askForVariable } from './askForVariable';
import type { KeyVariable } from './keyVariables';
import { keyVariables } from './keyVariables';
import { sayBriefly, showInformation } from '../../common/messages';
import { pickFrom, pickManyFrom } from '../../common/pickers';

/** "Store API Key…": which one, then the key. */
export async function storeKey(keys: KeyRing, presets: readonly PresetChoice[]): Promise<void> {
  const known = keyVariables(presets, keys.index).filter(
    ({ variable }) => variable !== bridgeVariable.token,
  );
  const chosen = await pickVariable(known);
  if (chosen === undefined) return;
  const variable = chosen.variable ?? (await askForVariable());
  if (variable === undefined) return;
  const { origins = [] } = known.find((it) => it.variable === variable) ?? {};
  await askForKey(keys, variable, origins);
}

async function pickVariable(
  known: readonly KeyVariable[],
): Promise<{ readonly variable: string | undefined } | undefined> {
  const items = known.map((it) => ({
    label: it.variable,
    iconPath: new vscode.ThemeIcon('key'),
    description: state(it),
    detail: usedBy(it),
    variable: it.variable,
  }));
  const other = {
    label: vscode.l10n.t('Another variable…'),
    iconPath: new vscode.ThemeIcon('add'),
    description: vscode.l10n.t('a name that a preset of yours uses'),
    variable: undefined,
  };
  return pickFrom([...items, other], {
    title: vscode.l10n.t('Store API Key'),
    placeHolder: vscode.l10n.t('Which key? A stored key goes before one of the environment.'),
    matchOnDetail: true,
  });
}

function state({ variable, isStored }: KeyVariable): string {
  if (isStored) return vscode.l10n.t('stored; a new one replaces it');
  return process.env[variable] ? vscode.l10n.t('set in the environment') : '';
}

function usedBy({ presets, origins }: KeyVariable): string {
  if (presets.length === 0) return '';
  const names = presets.join(', ');
  return origins.length === 0
    ? vscode.l10n.t('used by {0}', names)
    : vscode.l10n.t('used by {0}; goes to {1}', names, origins.join(', '));
}

/** "Forget API Key…": those that are picked are gone, and where they might go. */
export async function forgetKeys(keys: KeyRing): Promise<void> {
  const { index, allowed } = keys;
  const own = allowed.filter(({ variable }) => !index.some((it) => it.variable === variable));
  if (index.length + own.length === 0) {
    void showInformation(
      vscode.l10n.t('GRASP keeps no key. Keys of the environment are not its own to forget.'),
    );
    return;
  }
  const items = [...index, ...own].map(({ variable, origins }) => ({
    label: variable,
    description: index.some((it) => it.variable === variable)
      ? ''
      : vscode.l10n.t('of the environment; only where it may be sent is forgotten'),
    iconPath: new vscode.ThemeIcon('key'),
    detail:
      origins.length === 0
        ? vscode.l10n.t('approved for no server so far')
        : vscode.l10n.t('may be sent to {0}', origins.join(', ')),
    variable,
  }));
  const picked = await pickManyFrom(items, {
    title: vscode.l10n.t('Forget API Key'),
    placeHolder: vscode.l10n.t('Which keys shall be removed from the secret storage?'),
  });
  if (picked === undefined || picked.length === 0) return;
  for (const { variable } of picked) await keys.forget(variable);
  const names = picked.map(({ variable }) => variable).join(', ');
  sayBriefly(vscode.l10n.t('GRASP: forgot {0}', names), { icon: 'check', ms: 10_000 });
}
