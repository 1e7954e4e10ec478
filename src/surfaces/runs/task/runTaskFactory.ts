import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { taskType } from '../../common/ids';
import { runOrigin } from '../../common/runOrigin';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import { isWithin } from '../../common/libraryPlaces';
import { learnProcess, writerOverride } from './learnProcess';
import { readRunTask, type RunTask } from './runTask';

export interface RunTaskRequest {
  readonly definition: vscode.TaskDefinition;
  readonly folder: vscode.WorkspaceFolder;
  readonly name?: string;
  /** Ask nothing, not even where a key may be sent: what was not approved before is left out. */
  readonly quiet?: boolean;
}

/** Makes tasks that VS Code can start. */
export class RunTaskFactory {
  constructor(
    private readonly surroundings: Pick<Surroundings, 'context' | 'keys'>,
  ) {}

  /** @throws UserError when the definition is wrong; CancellationError when the person does not go on. */
  async make({ definition, folder, name, quiet = false }: RunTaskRequest): Promise<vscode.Task> {
    const said = readRunTask(definition, folder.uri.fsPath, vscode.l10n);
    const execution = await this.#execution(said, folder.uri.fsPath, quiet);
    const title = name ?? vscode.l10n.t('learn {0}', said.runName ?? basename(said.config));
    // Exactly the definition that was asked for: VS Code tells tasks apart by it.
    const task = new vscode.Task(definition, folder, title, 'GRASP', execution, []);
    task.detail = [said.config, said.agent, said.runName].filter(Boolean).join(' · ');
    // VS Code takes up again over a reload of the window only what runs in the background.
    task.isBackground = true;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      focus: false,
      showReuseMessage: false,
    };
    return task;
  }

  async #execution(
    said: RunTask,
    folder: string,
    quiet: boolean,
  ): Promise<vscode.ProcessExecution> {
    const { context, keys } = this.surroundings;
    const config = join(folder, said.config);
    const baseDir = await this.#baseDir(said, folder);
    const agent = said.resume === true ? '' : settings.modelAgent();
    const writer = said.resume === true ? '' : settings.modelWriter();
    const set = [...(writer === '' ? [] : [writerOverride(writer)]), ...(said.set ?? [])];
    const chosen = said.agent ?? agent;
    const env = await keys.environment({
      config,
      baseDir,
      ...(chosen === '' ? {} : { agent: chosen }),
      set,
      quiet,
    });
    const learn = learnProcess(said, {
      extensionPath: context.extensionPath,
      folder,
      baseDir,
      node: settings.runNode(),
      execPath: process.execPath,
      agent,
      writer,
      env,
    });
    return new vscode.ProcessExecution(learn.process, [...learn.args], {
      cwd: learn.cwd,
      env: { ...learn.env },
    });
  }

  /** Where the run was started that is resumed; otherwise the workspace folder. */
  async #baseDir(said: RunTask, folder: string): Promise<string> {
    if (said.resume !== true) return folder;
    const origin = await runOrigin({ dir: dirname(join(folder, said.config)) });
    return origin !== undefined && isWithin(folder, origin.baseDir) ? origin.baseDir : folder;
  }
}

export function isRunTask({ definition }: vscode.Task): boolean {
  return definition.type === taskType;
}
