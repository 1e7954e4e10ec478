import * as vscode from 'vscode';
import type { Sending } from './approval';
import { showWarning } from '../../common/messages';

/**
 * Asks whether a key may go to a server that the workspace or a variable of the environment names.
 * @throws CancellationError when the person does not want to go on at all.
 */
export async function askAboutSending(
  { variable, origin, preset, file }: Sending,
  known: readonly string[],
): Promise<boolean> {
  const send = vscode.l10n.t('Send Key to {0}', new URL(origin).host);
  const without = vscode.l10n.t('Go On without Key');
  const detail = [
    vscode.l10n.t(
      'The preset "{0}" asks for it ({1}).',
      preset,
      vscode.workspace.asRelativePath(file),
    ),
    known.length === 0
      ? vscode.l10n.t('The key was not approved for any server so far.')
      : vscode.l10n.t('So far the key may be sent to {0}.', known.join(', ')),
    vscode.l10n.t('Whoever runs that server can read the key.'),
  ].join('\n');
  const answer = await showWarning(
    vscode.l10n.t('Send the key {0} to {1}?', variable, origin),
    { modal: true, detail },
    send,
    without,
  );
  if (answer === undefined) throw new vscode.CancellationError();
  return answer === send;
}

/** Asks whether a process may have the keys that were handed out once for what it runs. */
export async function askAboutRepeating(): Promise<boolean> {
  const give = vscode.l10n.t('Give Keys');
  const detail = vscode.l10n.t(
    'Did you run the task again? If not, a program that a suite or a task has started may be after them.',
  );
  const answer = await showWarning(
    vscode.l10n.t('A process asks once more for API keys that were already handed out. Give them?'),
    { modal: true, detail },
    give,
  );
  return answer === give;
}
