import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import type { KnownRun, RunCatalog } from '../../common/runCatalog';
import type { LatestTasks } from './latestTasks';
import { runDirOf } from './runDirOf';
import { isRunTask } from './runTaskFactory';

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
  /** Of every process that was seen to start here, whether or not it goes on. */
  readonly #seen = new Map<number, vscode.TaskExecution>();
  readonly #executed = new WeakSet<vscode.TaskExecution>();
  readonly onDidEnd = this.#ended.event;

  constructor(
    private readonly runs: RunCatalog,
    private readonly latest: LatestTasks,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { tasks } = vscode;
    this.#disposables.add(
      tasks.onDidStartTaskProcess(({ execution, processId }) => {
        if (isRunTask(execution.task)) void this.#begun(execution, processId);
      }),
    );
    this.#disposables.add(
      tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (isRunTask(execution.task)) void this.#finished(execution, exitCode);
      }),
    );
  }

  /** Starts a task for a run. */
  async execute(task: vscode.Task): Promise<vscode.TaskExecution> {
    const dir = await runDirOf(task);
    if (dir !== undefined) await this.latest.remember(dir, task.definition);
    const execution = await vscode.tasks.executeTask(task);
    this.#executed.add(execution);
    return execution;
  }

  /** Was this process started here, as a task for a run, and has not ended? */
  isOfThisWindow(pid: number): boolean {
    return [...this.#processes.values()].some((it) => it.pid === pid);
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

  /**
   * Closes the terminal of an ended run that was taken up over a reload of the window: VS Code would take it for
   * the terminal of the next task for this run, and start nothing.
   */
  async clearAway(run: KnownRun): Promise<void> {
    const { lastOwner, lockOwner } = await import('../../../store/lock');
    const pid = lastOwner(run.dir)?.pid;
    if (pid === undefined || lockOwner(run.dir) !== undefined) return;
    const execution = this.#seen.get(pid);
    if (execution !== undefined && this.#executed.has(execution)) return;
    (await this.terminalOf(pid))?.dispose();
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

  async #begun(execution: vscode.TaskExecution, pid: number): Promise<void> {
    const process: Process = { pid, startedAt: Date.now() };
    this.#processes.set(execution, process);
    this.#seen.set(pid, execution);
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
