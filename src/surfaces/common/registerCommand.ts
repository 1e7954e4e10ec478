import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { describeError, UserError } from '../../util/errors';
import type { Place } from '../../util/errors';
import { noticeText } from './noticeText';
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

/** Shows a failure: an expected one with a way to the place it speaks of, any with a way to the log. */
export async function tell(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const showLog = vscode.l10n.t('Show log');
  const open = vscode.l10n.t('Open');
  const place = error instanceof UserError ? error.place : undefined;
  const isFile = place !== undefined && isAbsolute(place.file);
  const message =
    error instanceof UserError
      ? shortened(error, place)
      : vscode.l10n.t('GRASP met an unexpected problem: {0}', describeError(error));
  const answer = await vscode.window.showErrorMessage(
    noticeText(message),
    ...(isFile ? [open] : []),
    showLog,
  );
  if (answer === showLog) log.show();
  else if (answer === open && isFile) await openPlace(place);
}

/** A file of the workspace by its path there: a notification is narrow. */
function shortened(error: UserError, place: Place | undefined): string {
  const text = describeError(error);
  if (place === undefined || !isAbsolute(place.file)) return text;
  return text.replace(place.file, () => vscode.workspace.asRelativePath(place.file));
}

async function openPlace({ file, line = 1 }: Place): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  const selection = new vscode.Range(at, at);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { selection });
}

function asText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
