import { relative } from 'node:path';
import * as vscode from 'vscode';
import { describeError } from '../../../util/errors';
import { taskType } from '../../common/ids';
import { findRunConfigs } from '../../common/runConfigs';
import { refusal } from './refusal';
import type { RunTaskFactory } from './runTaskFactory';

/** Offers a run for every configuration of the workspace, and completes those of tasks.json. */
export class RunTaskProvider implements vscode.TaskProvider {
  constructor(
    private readonly factory: RunTaskFactory,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const configs = await findRunConfigs();
    const tasks = await Promise.all(
      configs.map(({ path, folder }) => {
        const config = relative(folder.uri.fsPath, path).replaceAll('\\', '/');
        const definition = { type: taskType, config };
        return this.factory
          .make({ definition, folder, name: vscode.l10n.t('learn {0}', config), quiet: true })
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
    try {
      return await this.factory.make({ definition, folder, name, quiet: true });
    } catch (error) {
      // VS Code itself only says that the task could not be resolved.
      this.log.error(describeError(error));
      return refusal(task, folder, describeError(error));
    }
  }
}
