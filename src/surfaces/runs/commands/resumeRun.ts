import * as vscode from 'vscode';
import { pathWithin } from '../../common/pathWithin';
import type { RunState } from '../../../store/runState';
import { UserError } from '../../../util/errors';
import { taskType } from '../../common/ids';
import type { KnownRun, RunCatalog } from '../../common/runCatalog';
import { runOrigin } from '../../common/runOrigin';
import { folderOf } from '../../common/workspaceFolder';
import type { RunProcesses } from '../task/runProcesses';
import type { RunTaskFactory } from '../task/runTaskFactory';
import { runTitle } from '../words';
import { isCap, proposedCap } from './raisedCap';
import { requireTrustToRun } from './requireTrustToRun';
import { askFor } from '../../common/messages';

export interface ResumeNeeds {
  readonly runs: RunCatalog;
  readonly tasks: RunTaskFactory;
  readonly processes: RunProcesses;
}

/**
 * Goes on with a run that was stopped, from the configuration in its own directory.
 * @throws UserError when it cannot be resumed, with the reason
 */
export async function resumeRun(
  run: KnownRun,
  { runs, tasks, processes }: ResumeNeeds,
): Promise<vscode.TaskExecution | undefined> {
  requireTrustToRun();
  const { l10n } = vscode;
  const state = await runs.state(run);
  if (state.status !== 'stopped') {
    const why =
      state.status === 'finished'
        ? l10n.t('{0} has learned to its end: there is nothing to resume.', runTitle(run))
        : l10n.t('{0} is running.', runTitle(run));
    throw new UserError(why);
  }
  const origin = await runOrigin(run);
  if (origin === undefined) {
    throw new UserError(
      l10n.t('{0} left no configuration of its own, so it cannot be resumed.', runTitle(run)),
      { place: { file: run.dir } },
    );
  }
  const folder = folderOf(run.dir);
  if (folder === undefined) {
    // Trust was given to the workspace: a configuration from elsewhere may start other programs.
    throw new UserError(l10n.t('{0} lies outside of this workspace.', runTitle(run)), {
      fix: l10n.t('Open the folder it was started in ({0}), and resume it there.', origin.baseDir),
    });
  }
  const cap = await askForCap(state);
  if (cap === 'cancelled') return undefined;
  const definition = {
    type: taskType,
    config: pathWithin(folder.uri.fsPath, origin.config),
    runName: run.name,
    resume: true,
    ...(origin.agent === undefined ? {} : { agent: origin.agent }),
    ...(cap === undefined ? {} : { set: [cap] }),
  };
  const name = l10n.t('resume {0}', run.name);
  const task = await tasks.make({ definition, folder, name, outlivesWindow: true });
  await processes.clearAway(run);
  return processes.execute(task);
}

/** A run that its budget stopped would be stopped by it again at once. */
async function askForCap({ stop }: RunState): Promise<string | undefined | 'cancelled'> {
  if (stop?.reason !== 'budget') return undefined;
  const { l10n } = vscode;
  const proposed = proposedCap(stop.message);
  const said = await askFor({
    title: l10n.t('Resume with a higher budget'),
    prompt: l10n.t('The run was stopped by its budget. What may it spend in all, from its start?'),
    value: proposed ?? 'budget.calls=',
    valueSelection: valueRange(proposed ?? 'budget.calls='),
    validateInput: (text) =>
      isCap(text)
        ? undefined
        : l10n.t('Write budget.calls, budget.tokens, budget.usd or budget.minutes, "=" and a number.'),
  });
  return said ?? 'cancelled';
}

function valueRange(text: string): [number, number] {
  return [text.indexOf('=') + 1, text.length];
}
