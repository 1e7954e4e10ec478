import { dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import type { KnownRun, RunCatalog } from '../../common/runCatalog';
import { readRunConfig } from '../../common/runConfigs';
import { readRunTask } from './runTask';
import { isRunTask } from './runTaskFactory';

const OUTPUT = 'output_dir=';

/** A task of ours whose process has ended. */
export interface EndedRunTask {
  readonly execution: vscode.TaskExecution;
  /** `undefined`: its terminal was closed. */
  readonly exitCode: number | undefined;
  readonly pid: number | undefined;
  /** Milliseconds since the Unix epoch; 0 when its start was not seen. */
  readonly startedAt: number;
  /** Directory of its run, as far as it is known. */
  readonly dir: string | undefined;
}

/** What is known of a task under way. */
interface Process {
  readonly pid: number;
  readonly startedAt: number;
  dir?: string;
}

/**
 * Which tasks of this window write which runs. A run is known by the process that holds its directory, or by
 * the name that its task gave it.
 */
export class RunProcesses implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #ended = this.#disposables.add(new vscode.EventEmitter<EndedRunTask>());
  readonly #processes = new Map<vscode.TaskExecution, Process>();
  readonly onDidEnd = this.#ended.event;

  constructor(
    private readonly runs: RunCatalog,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { tasks } = vscode;
    this.#disposables.add(
      tasks.onDidStartTaskProcess(({ execution, processId }) => {
        if (isRunTask(execution.task)) void this.#started(execution, processId);
      }),
    );
    this.#disposables.add(
      tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (isRunTask(execution.task)) void this.#finished(execution, exitCode);
      }),
    );
  }

  /** The task that writes this run now, if one of this window does. */
  async taskOf(run: KnownRun): Promise<vscode.TaskExecution | undefined> {
    const { lockOwner } = await import('../../../store/lock');
    const pid = lockOwner(run.dir)?.pid;
    const executions = vscode.tasks.taskExecutions.filter(({ task }) => isRunTask(task));
    return (
      executions.find((it) => pid !== undefined && this.#processes.get(it)?.pid === pid) ??
      executions.find((it) => this.#processes.get(it)?.dir === run.dir) ??
      // A task that was taken up again after a reload: nobody told of its start.
      executions.find(({ task }) => task.definition['runName'] === run.name)
    );
  }

  /** The terminal of the process, while it is there. */
  async terminalOf(pid: number | undefined): Promise<vscode.Terminal | undefined> {
    if (pid === undefined) return undefined;
    for (const terminal of vscode.window.terminals) {
      if ((await terminal.processId) === pid) return terminal;
    }
    return undefined;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #started(execution: vscode.TaskExecution, pid: number): Promise<void> {
    const process: Process = { pid, startedAt: Date.now() };
    this.#processes.set(execution, process);
    try {
      const dir = await runDirOf(execution.task);
      if (dir === undefined) return;
      process.dir = dir;
      this.runs.expect(dir);
    } catch (error) {
      this.log.warn(`${execution.task.name}: ${String(error)}`);
    }
  }

  async #finished(execution: vscode.TaskExecution, exitCode: number | undefined): Promise<void> {
    const process = this.#processes.get(execution);
    this.#processes.delete(execution);
    // A run may have come and gone between two looks.
    this.runs.refresh();
    const dir = process?.dir ?? (await this.#writtenBy(process?.pid));
    const { pid, startedAt = 0 } = process ?? {};
    this.#ended.fire({ execution, exitCode, pid, startedAt, dir });
  }

  /** A run that was not named by its task: its lock still says who wrote it. */
  async #writtenBy(pid: number | undefined): Promise<string | undefined> {
    if (pid === undefined) return undefined;
    const { lastOwner } = await import('../../../store/lock');
    const { hostname } = await import('node:os');
    const runs = await this.runs.list();
    return runs.slice(0, 20).find(({ dir }) => {
      const owner = lastOwner(dir);
      return owner?.pid === pid && owner.host === hostname();
    })?.dir;
  }
}

/** Where the task's run will lie; `undefined` when the command line chooses its name. */
async function runDirOf({ definition, scope }: vscode.Task): Promise<string | undefined> {
  if (typeof scope !== 'object') return undefined;
  const folder = scope.uri.fsPath;
  const { config, runName, resume, set } = readRunTask(definition, folder, vscode.l10n);
  if (runName === undefined) return undefined;
  // A run is resumed from the configuration in its own directory.
  if (resume === true) return dirname(join(folder, config));
  const file = await readRunConfig(join(folder, config), scope);
  const said = set?.findLast((text) => text.startsWith(OUTPUT));
  const outputDir =
    said === undefined ? file?.outputDir : resolve(folder, said.slice(OUTPUT.length));
  return outputDir === undefined ? undefined : join(outputDir, runName);
}
