import * as vscode from 'vscode';
import { Disposables } from '../common/disposables';
import { dashboardPanel } from '../common/ids';
import type { KnownRun } from '../common/runCatalog';
import type { Surroundings } from '../common/surroundings';
import { DashboardPanel } from './dashboardPanel';
import { pickRun } from './pickRuns';
import type { Session } from './protocol/messages';

/** The dashboards that are open: at most one a run. */
export class Dashboards implements vscode.Disposable {
  readonly #open = new Map<string, DashboardPanel>();

  constructor(private readonly surroundings: Surroundings) {}

  /** Brings the run's dashboard to the front. */
  show(run: KnownRun): DashboardPanel {
    const there = this.#open.get(run.dir);
    if (there) {
      there.panel.reveal();
      return there;
    }
    return this.#adopt(
      vscode.window.createWebviewPanel(dashboardPanel, '', vscode.ViewColumn.Active),
      run,
      [],
    );
  }

  /** After a reload of the window: what the panel showed before, if it is still known. */
  async restore(panel: vscode.WebviewPanel, session: Session | undefined): Promise<void> {
    const known = new Map((await this.surroundings.runs.list()).map((run) => [run.dir, run]));
    const run = known.get(session?.run ?? '');
    if (run === undefined || this.#open.has(run.dir)) {
      panel.dispose();
      return;
    }
    const compared = (session?.compared ?? []).flatMap((dir) => known.get(dir) ?? []);
    this.#adopt(panel, run, compared);
  }

  of(run: Pick<KnownRun, 'dir'>): DashboardPanel | undefined {
    return this.#open.get(run.dir);
  }

  dispose(): void {
    for (const { panel } of [...this.#open.values()]) panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, run: KnownRun, compared: readonly KnownRun[]): DashboardPanel {
    const disposables = new Disposables();
    const chooseRun = (): void => {
      void pickRun(this.surroundings).then((picked) => picked && this.show(picked));
    };
    const dashboard = disposables.add(
      new DashboardPanel(this.surroundings, panel, run, compared, chooseRun),
    );
    this.#open.set(run.dir, dashboard);
    disposables.add(
      panel.onDidDispose(() => {
        this.#open.delete(run.dir);
        disposables.dispose();
      }),
    );
    return dashboard;
  }
}
