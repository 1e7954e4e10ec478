import * as vscode from 'vscode';
import type { RunState } from '../../store/runState';
import { Disposables } from '../common/disposables';
import { plainLine } from '../common/markdown';
import type { KnownRun, RunCatalog } from '../common/runCatalog';
import { showLog } from './commands/showLog';
import type { EndedRunTask, RunProcesses } from './task/runProcesses';
import { runTitle } from './words';
import { showError } from '../common/messages';

/** Ends that need no notice: done, stopped by its budget, stopped by the person. */
const QUIET = new Set([0, 3, 130]);

/**
 * Tells once of a run that failed while this window looked on, whoever had started it. How a run goes, and every
 * other way it may end, is for the view and the status bar.
 */
export class FailureNotices implements vscode.Disposable {
  readonly #disposables = new Disposables();
  /** Runs that were seen under way. */
  readonly #live = new Set<string>();
  /** Ends that were told of, by run and time. */
  readonly #told = new Set<string>();

  constructor(
    private readonly runs: RunCatalog,
    private readonly processes: RunProcesses,
  ) {
    this.#disposables.add(
      runs.onDidChange((change) => {
        if (change.kind === 'run') void this.#look(change.run);
      }),
    );
    this.#disposables.add(processes.onDidEnd((ended) => void this.#ended(ended)));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #look(run: KnownRun): Promise<void> {
    const state = await this.runs.state(run).catch(() => undefined);
    if (state === undefined) return;
    if (state.status === 'running' || state.status === 'waiting') this.#live.add(run.dir);
    else if (this.#live.delete(run.dir)) await this.#tellOfRun(run, state);
  }

  async #ended({ execution, exitCode, pid, dir, startedAt }: EndedRunTask): Promise<void> {
    if (exitCode === undefined || QUIET.has(exitCode)) return;
    const run = dir === undefined ? undefined : await this.runs.find(dir);
    const state = run && (await this.runs.state(run).catch(() => undefined));
    if (run && state && Date.parse(state.updated) >= startedAt) {
      this.#live.delete(run.dir);
      if (isFailure(state)) return this.#tellOfRun(run, state);
    }
    // It failed before the run could say so, or there is none: only its terminal knows why.
    const show = vscode.l10n.t('Show terminal');
    const name = plainLine(execution.task.name);
    const message = vscode.l10n.t('"{0}" failed with exit code {1}.', name, exitCode);
    const answer = await showError(message, show);
    if (answer === show) (await this.processes.terminalOf(pid))?.show();
  }

  async #tellOfRun(run: KnownRun, state: RunState): Promise<void> {
    const end = `${run.dir} ${state.updated}`;
    if (!isFailure(state) || this.#told.has(end)) return;
    this.#told.add(end);
    const show = vscode.l10n.t('Show log');
    const why = plainLine(state.stop?.message ?? '', 300);
    const message = vscode.l10n.t('{0} failed: {1}', runTitle(run), why);
    const answer = await showError(message, show);
    if (answer === show) await showLog(run, this.processes);
  }
}

function isFailure({ stop }: RunState): boolean {
  return stop?.reason === 'error' || stop?.reason === 'faults';
}
