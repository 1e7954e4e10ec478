import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { KnownRun } from '../../common/runCatalog';
import type { RunProcesses } from '../task/runProcesses';
import { runTitle } from '../words';

/** Opens what the run wrote down; failing that, the terminal it runs in. @throws UserError when there is neither. */
export async function showLog(run: KnownRun, processes: RunProcesses): Promise<void> {
  const log = join(run.dir, 'run.log');
  const isThere = await stat(log).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isThere) {
    await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: true });
    return;
  }
  const { lastOwner } = await import('../../../store/lock');
  const terminal = await processes.terminalOf(lastOwner(run.dir)?.pid);
  if (terminal === undefined) {
    throw new UserError(vscode.l10n.t('{0} left no log.', runTitle(run)), {
      place: { file: run.dir },
      fix: vscode.l10n.t('Published runs have none; their results are in the files beside it.'),
    });
  }
  terminal.show();
}
