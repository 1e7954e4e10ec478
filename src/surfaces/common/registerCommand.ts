import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { describeError, UserError } from '../../util/errors';
import type { Place } from '../../util/errors';
import { describeHere } from './describeHere';
import { HelpfulError } from './helpfulError';
import type { Surroundings } from './surroundings';
import { showError } from './messages';

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

/** Shows a failure, with what can be done about it as buttons. */
export async function tell(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const message =
    error instanceof UserError
      ? describeHere(error)
      : vscode.l10n.t('GRASP met an unexpected problem: {0}', describeError(error));
  const remedies = remediesFor(error, log);
  const answer = await showError(message, ...remedies.keys());
  await remedies.get(answer ?? '')?.();
}

/** By the words of its button, what a notice offers: a way to the place it speaks of, to trust, to the log. */
export function remediesFor(
  error: unknown,
  log: Pick<vscode.LogOutputChannel, 'show'>,
): ReadonlyMap<string, () => unknown> {
  const { l10n, commands } = vscode;
  const remedies = new Map<string, () => unknown>();
  const place = error instanceof UserError ? error.place : undefined;
  if (place !== undefined && isAbsolute(place.file)) {
    remedies.set(l10n.t('Open'), () => openPlace(place));
  }
  if (error instanceof HelpfulError) {
    for (const [title, id] of Object.entries(error.ways)) {
      remedies.set(title, () => commands.executeCommand(id));
    }
    return remedies;
  }
  return remedies.set(l10n.t('Show log'), () => log.show());
}

async function openPlace({ file, line = 1 }: Place): Promise<void> {
  const uri = vscode.Uri.file(file);
  const found = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  if (found !== undefined && (found.type & vscode.FileType.Directory) !== 0) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
    return;
  }
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  const selection = new vscode.Range(at, at);
  await vscode.commands.executeCommand('vscode.open', uri, { selection });
}

function asText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
