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
  /**
   * VS Code takes such a task up again when the window is reloaded, and its run goes on meanwhile. It would also
   * start those anew that have ended: see RunTaskProvider.
   */
  readonly outlivesWindow?: boolean;
}

/** Makes tasks that VS Code can start. */
export class RunTaskFactory {
  constructor(private readonly surroundings: Pick<Surroundings, 'context' | 'keys'>) {}

  /** @throws UserError when the definition is wrong */
  async make(request: RunTaskRequest): Promise<vscode.Task> {
    const { definition, folder, name, outlivesWindow = false } = request;
    const said = readRunTask(definition, folder.uri.fsPath, vscode.l10n);
    const execution = await this.#execution(said, folder.uri.fsPath);
    const title = name ?? vscode.l10n.t('learn {0}', said.runName ?? basename(said.config));
    // Exactly the definition that was asked for: VS Code tells tasks apart by it.
    const task = new vscode.Task(definition, folder, title, 'GRASP', execution, []);
    task.detail = [said.config, said.agent, said.runName].filter(Boolean).join(' · ');
    task.isBackground = outlivesWindow;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      focus: false,
      showReuseMessage: false,
    };
    return task;
  }

  async #execution(said: RunTask, folder: string): Promise<vscode.ProcessExecution> {
    const { context, keys } = this.surroundings;
    const config = join(folder, said.config);
    const baseDir = await this.#baseDir(said, folder);
    const agent = said.resume === true ? '' : settings.modelAgent();
    const writer = said.resume === true ? '' : settings.modelWriter();
    const set = [...(writer === '' ? [] : [writerOverride(writer)]), ...(said.set ?? [])];
    const chosen = said.agent ?? agent;
    // Keys come to the process when it starts: the variables of a terminal are written down by the editor.
    const env = await keys.handover({
      config,
      baseDir,
      ...(chosen === '' ? {} : { agent: chosen }),
      set,
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
