import * as vscode from 'vscode';
import { registerCommand } from './registerCommand';
import type { Surroundings } from './surroundings';
import { sayBriefly } from './messages';

/**
 * A command of rows in a view that, called for none, takes what is in the editor or selected. A row that was drawn
 * anew in the moment it was clicked gets lost on the way here: then the first argument is there and empty, and
 * whatever else could be meant is not what the person clicked.
 */
export function registerRowCommand(
  surroundings: Pick<Surroundings, 'disposables' | 'log'>,
  id: string,
  work: (...args: unknown[]) => unknown,
): void {
  registerCommand(surroundings, id, (...args) => {
    if (args.length > 0 && (args[0] === undefined || args[0] === null)) {
      sayBriefly(
        vscode.l10n.t('The list was drawn anew just then. Nothing was done: please click again.'),
      );
      return undefined;
    }
    return work(...args);
  });
}
