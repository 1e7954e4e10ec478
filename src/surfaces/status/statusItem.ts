import * as vscode from 'vscode';
import type { RunState } from '../../store/runState';
import { Disposables } from '../common/disposables';
import { contextKey } from '../common/ids';
import { itemText, tooltipText } from '../common/noticeText';
import type { KnownRun, RunCatalog } from '../common/runCatalog';
import type { EditBook } from '../review/editBook';
import { isToReview } from '../review/toReview';
import { statusText } from './statusText';

/** The editor is busy enough while it starts. */
const START_MS = 1_500;
const SHOW_MS = 500;
/** Left of most others, right of the branch. */
const PRIORITY = 20;

/** One item in the status bar for all runs: hidden when there is nothing to say. */
export class StatusItem implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #item = this.#disposables.add(
    vscode.window.createStatusBarItem('grasp.status', vscode.StatusBarAlignment.Left, PRIORITY),
  );
  /** Under way, as far as is known, by directory. */
  #live = new Map<string, RunState>();
  #pending = 0;
  #timer: NodeJS.Timeout | undefined;
  #areRunsOld = true;
  #areEditsOld = true;
  #isDisposed = false;
  readonly #changed = new Map<string, KnownRun>();

  constructor(
    private readonly runs: RunCatalog,
    private readonly edits: EditBook,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#item.name = vscode.l10n.t('GRASP runs');
    this.#disposables.add(
      runs.onDidChange((change) => {
        if (change.kind === 'list') this.#areRunsOld = true;
        else this.#changed.set(change.run.dir, change.run);
        this.#lookSoon(SHOW_MS);
      }),
    );
    this.#disposables.add(
      edits.onDidChange(() => {
        this.#areEditsOld = true;
        this.#lookSoon(SHOW_MS);
      }),
    );
    this.#lookSoon(START_MS);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #lookSoon(ms: number): void {
    if (this.#isDisposed) return;
    this.#timer ??= setTimeout(() => {
      void this.#look()
        .catch((error: unknown) => this.log.warn(`Status: ${String(error)}`))
        .finally(() => {
          this.#timer = undefined;
          // Something may have come while it looked.
          if (this.#areRunsOld || this.#areEditsOld || this.#changed.size > 0) {
            this.#lookSoon(SHOW_MS);
          }
        });
    }, ms);
  }

  async #look(): Promise<void> {
    await this.#lookAtRuns();
    if (this.#areEditsOld) {
      this.#areEditsOld = false;
      this.#pending = (await this.edits.edits()).filter(isToReview).length;
    }
    if (!this.#isDisposed) this.#show();
  }

  async #lookAtRuns(): Promise<void> {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    if (this.#areRunsOld) {
      this.#areRunsOld = false;
      const live = await this.runs.live();
      const before = this.#live;
      this.#live = new Map();
      for (const run of live) {
        const state = before.get(run.dir);
        if (state) this.#live.set(run.dir, state);
        changed.push(run);
      }
    }
    for (const run of changed) {
      const state = await this.runs.state(run).catch(() => undefined);
      const isUnderWay = state?.status === 'running' || state?.status === 'waiting';
      if (state && isUnderWay) this.#live.set(run.dir, state);
      else this.#live.delete(run.dir);
    }
    const { executeCommand } = vscode.commands;
    await executeCommand('setContext', contextKey.hasLiveRun, this.#live.size > 0);
  }

  #show(): void {
    const live = [...this.#live].map(([dir, state]) => ({ dir, state }));
    const said = statusText({ live, pending: this.#pending }, vscode.l10n);
    if (said === undefined) return this.#item.hide();
    this.#item.text = said.text;
    this.#item.tooltip = tooltipText(said.tooltip);
    this.#item.accessibilityInformation = { label: said.spoken };
    const { command, args } = said.leadsTo;
    this.#item.command = { command, title: itemText(said.tooltip), arguments: [...args] };
    this.#item.show();
  }
}
