import * as vscode from 'vscode';
import { pathWithin } from '../../common/pathWithin';
import { describeError } from '../../../util/errors';
import { taskType } from '../../common/ids';
import { findRunConfigs, type RunConfigFile } from '../../common/runConfigs';
import { isWritten } from './isWritten';
import type { LatestTasks } from './latestTasks';
import { refusal } from './refusal';
import { runDirOf } from './runDirOf';
import type { RunTaskFactory } from './runTaskFactory';

const REMEMBER_MS = 2_000;

/** Offers a run for every configuration of the workspace, and completes those of tasks.json. */
export class RunTaskProvider implements vscode.TaskProvider {
  #found: { readonly until: number; readonly configs: Promise<readonly RunConfigFile[]> } | undefined;

  constructor(
    private readonly factory: RunTaskFactory,
    private readonly latest: LatestTasks,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const configs = await this.#configs();
    const tasks = await Promise.all(
      configs.map(({ path, folder }) => {
        const config = pathWithin(folder.uri.fsPath, path);
        const definition = { type: taskType, config };
        return this.factory
          .make({ definition, folder, name: vscode.l10n.t('learn {0}', config) })
          .catch((error: unknown) => {
            this.log.warn(`${path}: ${describeError(error)}`);
            return undefined;
          });
      }),
    );
    return tasks.filter((task) => task !== undefined);
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const { definition, name, scope } = task;
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    if (definition.type !== taskType || folder === undefined) return undefined;
    const outlivesWindow = !isWritten(definition, writtenTasks(folder));
    try {
      // A task that nobody wrote was started by a command, in this window or before it was reloaded. VS Code
      // remembers them all: those that have ended must not start again.
      if (outlivesWindow && !(await this.#isUnderWay(task))) return undefined;
      return await this.factory.make({ definition, folder, name, outlivesWindow });
    } catch (error) {
      this.log.error(describeError(error));
      // VS Code itself only says that the task could not be resolved.
      return outlivesWindow ? undefined : refusal(task, folder, describeError(error));
    }
  }

  /** VS Code asks once for every task it remembers and cannot resolve, all in a row. */
  #configs(): Promise<readonly RunConfigFile[]> {
    const now = Date.now();
    if (this.#found === undefined || now > this.#found.until) {
      this.#found = { until: now + REMEMBER_MS, configs: findRunConfigs() };
    }
    return this.#found.configs;
  }

  async #isUnderWay(task: vscode.Task): Promise<boolean> {
    const { isLive } = await import('../../../store/readRun');
    const dir = await runDirOf(task);
    return dir !== undefined && this.latest.isLatest(dir, task.definition) && isLive(dir);
  }
}

/** Entries of every tasks.json that counts for the folder. */
function writtenTasks(folder: vscode.WorkspaceFolder): readonly unknown[] {
  const found = vscode.workspace.getConfiguration('tasks', folder.uri).inspect<unknown>('tasks');
  return [found?.workspaceFolderValue, found?.workspaceValue, found?.globalValue].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
}
