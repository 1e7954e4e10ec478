import * as vscode from 'vscode';
import { describeError, UserError } from '../../util/errors';
import type { Surroundings } from './surroundings';

/**
 * A command whose failure is told to the person: an expected one in its own words, a bug with the log
 * beside it. Arguments come from menus and trees and are checked by whoever takes them.
 */
export function registerCommand(
  { disposables, log }: Pick<Surroundings, 'disposables' | 'log'>,
  id: string,
  work: (...args: unknown[]) => unknown,
): void {
  disposables.add(
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await work(...args);
      } catch (error) {
        if (error instanceof vscode.CancellationError) return undefined;
        log.error(error instanceof UserError ? describeError(error) : asText(error));
        void tell(log, error);
        return undefined;
      }
    }),
  );
}

async function tell(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const showLog = vscode.l10n.t('Show log');
  const message =
    error instanceof UserError
      ? describeError(error)
      : vscode.l10n.t('GRASP met an unexpected problem: {0}', describeError(error));
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
}

function asText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
