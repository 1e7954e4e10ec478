import * as vscode from 'vscode';
import { variableProblem } from './variableName';
import { askFor } from '../../common/messages';

/** The name of the variable that stands for a key, typed. */
export async function askForVariable(suggestion = ''): Promise<string | undefined> {
  const typed = await askFor({
    title: vscode.l10n.t('Store API Key'),
    prompt: vscode.l10n.t(
      'Name of the variable by which presets ask for the key, as in ${OPENAI_API_KEY}',
    ),
    value: suggestion,
    ignoreFocusOut: true,
    validateInput: (text) => {
      switch (variableProblem(text.trim())) {
        case undefined:
          return undefined;
        case 'empty':
          return vscode.l10n.t('Type a name.');
        case 'shape':
          return vscode.l10n.t('Letters, digits and _ only, as in OPENAI_API_KEY.');
        case 'reserved':
          return vscode.l10n.t('This variable has a meaning of its own. Choose another name.');
      }
    },
  });
  return typed?.trim();
}
