import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import { requireTrust } from '../../common/requireTrust';
import type { KnownRun } from '../../common/runCatalog';
import { runTitle } from '../words';
import type { RunProcesses } from '../task/runProcesses';
import { isWriter } from '../task/writerProcess';

/** What an orderly stop takes at most, with some to spare. */
const PATIENCE_MS = 6_000;
const LOOK_MS = 100;

/**
 * Stops a run as Ctrl-C would: it writes down that it was stopped, and can be resumed. Asked a second time, it
 * ends at once. Resolves when the run has let go of its directory, or does not within its time.
 * @throws UserError when nobody here writes it, or whoever its lock names is not known to be a run
 */
export async function stopRun(run: KnownRun, processes: RunProcesses): Promise<void> {
  requireTrust(
    vscode.l10n.t('A run is stopped by what its folder says, and this workspace is not trusted.'),
  );
  const { lockOwner } = await import('../../../store/lock');
  // The lock tells this very process from a later one with the same number.
  const owner = lockOwner(run.dir);
  if (owner === undefined) {
    throw new UserError(vscode.l10n.t('{0} is not running.', runTitle(run)));
  }
  if (owner.host !== hostname()) {
    throw new UserError(
      vscode.l10n.t('{0} runs on another computer, {1}.', runTitle(run), plainLine(owner.host)),
      { fix: vscode.l10n.t('Stop it there.') },
    );
  }
  if (owner.pid === 0) {
    throw new UserError(vscode.l10n.t('{0} is just starting.', runTitle(run)), {
      fix: vscode.l10n.t('Try again in a moment.'),
    });
  }
  await interrupt(run, owner.pid, processes);
  for (let waited = 0; waited < PATIENCE_MS && lockOwner(run.dir) !== undefined; waited += LOOK_MS) {
    await setTimeout(LOOK_MS);
  }
}

async function interrupt(run: KnownRun, pid: number, processes: RunProcesses): Promise<void> {
  // Windows knows no such signal: there the terminal's own way to end a program is the gentler one.
  const task = process.platform === 'win32' ? await processes.taskOf(run) : undefined;
  if (task !== undefined) return task.terminate();
  if (!processes.isOfThisWindow(pid) && !(await isWriter(pid, run.dir))) {
    throw new UserError(
      vscode.l10n.t(
        'Process {0}, which the folder of {1} names, is not known to be its run: it is left alone.',
        pid,
        runTitle(run),
      ),
      { fix: vscode.l10n.t('Stop it where it was started.') },
    );
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    throw new UserError(
      vscode.l10n.t('Process {0}, which writes {1}, cannot be stopped from here.', pid, runTitle(run)),
      { fix: vscode.l10n.t('Stop it where it was started.'), cause: error },
    );
  }
}
