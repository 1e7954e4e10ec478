import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { candidatesOf, type RunState } from '../../store/runState';
import { describeError, UserError } from '../../util/errors';
import { Disposables } from '../common/disposables';
import { command } from '../common/ids';
import type { KnownRun } from '../common/runCatalog';
import type { Surroundings } from '../common/surroundings';
import { editKey } from '../review/editKey';
import { runTitle } from '../runs/words';
import { capsOf } from './capsOf';
import { estimateOf } from './estimateOf';
import { dashboardOf, type NamedRun } from './model/dashboardOf';
import type { Caps, DashboardData, ExpectedCost } from './model/dashboardData';
import { MatrixReader } from './model/matrixReader';
import { pageHtml } from './pageHtml';
import { pickComparison } from './pickRuns';
import { changesBetween } from './protocol/changes';
import { isToHost, type PageCommand, type ToHost, type ToPage } from './protocol/messages';
import { dashboardTexts } from './texts';
import { Throttle } from './throttle';
import { showError } from '../common/messages';

/** As many as the chart can tell apart, besides the run itself. */
export const MAX_COMPARED = 5;
const REFRESH_MS = 500;

/** One run's dashboard: keeps what its page shows in step with the run, and does what the page asks for. */
export class DashboardPanel implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #throttle = this.#disposables.add(
    new Throttle(
      REFRESH_MS,
      () => this.#refresh(),
      (error) =>
        this.surroundings.log.warn(`A dashboard was not brought up to date: ${asText(error)}`),
    ),
  );
  readonly #reader = new MatrixReader();
  #compared: readonly KnownRun[];
  /** What the page shows now; `undefined`: nothing, or it is not known. */
  #shown: { readonly version: number; readonly data: DashboardData } | undefined;
  #isReady = false;
  #budget: Promise<Caps | null> | undefined;
  #estimate: ExpectedCost | null = null;
  #isEstimated = false;

  constructor(
    private readonly surroundings: Surroundings,
    readonly panel: vscode.WebviewPanel,
    readonly run: KnownRun,
    compared: readonly KnownRun[],
    private readonly chooseRun: () => void,
  ) {
    this.#compared = compared.slice(0, MAX_COMPARED);
    const { webview } = panel;
    const root = vscode.Uri.joinPath(surroundings.context.extensionUri, 'dist');
    const media = vscode.Uri.joinPath(surroundings.context.extensionUri, 'media');
    panel.title = vscode.l10n.t('Dashboard: {0}', runTitle(run));
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(media, 'dashboard-dark.svg'),
    };
    this.#disposables.add(webview.onDidReceiveMessage((message) => void this.#receive(message)));
    this.#disposables.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is gone; it says so itself when it is there again.
        if (!panel.visible) this.#isReady = false;
      }),
    );
    this.#disposables.add(
      surroundings.runs.onDidChange((change) => {
        const isShown =
          change.kind === 'list' ||
          [run, ...this.#compared].some(({ dir }) => dir === change.run.dir);
        if (isShown) this.#throttle.ask();
      }),
    );
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = pageHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(root, 'dashboard.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(root, 'dashboard.css')).toString(),
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: vscode.env.language,
      title: panel.title,
      loading: vscode.l10n.t('Reading the run…'),
    });
  }

  /** What the page shows now, for tests. */
  get data(): DashboardData | undefined {
    return this.#shown?.data;
  }

  /** Compares the run with these. */
  compareWith(runs: readonly KnownRun[]): void {
    this.#compared = runs.slice(0, MAX_COMPARED);
    // The page keeps what is compared, so it has to hear of it: everything anew.
    this.#shown = undefined;
    this.#throttle.ask();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #refresh(): Promise<void> {
    if (!this.#isReady) return;
    try {
      const data = await this.#read();
      await (this.#shown ? this.#postChanges(data, this.#shown) : this.#postAll(data));
      this.#estimateSoon();
    } catch (error) {
      await this.#postProblem(error);
    }
  }

  async #read(): Promise<DashboardData> {
    const { runs } = this.surroundings;
    this.#budget ??= capsOf(this.run.dir);
    const compared = await Promise.all(
      this.#compared.map((run, at) => this.#named(run, `run-${at}`)),
    );
    return dashboardOf({
      run: { key: 'self', name: runTitle(this.run), state: await runs.state(this.run) },
      compared: compared.filter((it) => it !== undefined),
      budget: await this.#budget,
      estimate: this.#estimate,
      reader: this.#reader,
    });
  }

  /** A run that cannot be read must not keep the others from being shown. */
  async #named(run: KnownRun, key: string): Promise<NamedRun | undefined> {
    const { runs, log } = this.surroundings;
    try {
      return { key, name: runTitle(run), state: await runs.state(run) };
    } catch (error) {
      log.warn(`Cannot compare with ${run.dir}: ${describeError(error)}`);
      return undefined;
    }
  }

  async #postAll(data: DashboardData): Promise<void> {
    const isThere = await this.#post({
      type: 'show',
      version: 0,
      texts: dashboardTexts(vscode.l10n),
      language: vscode.env.language,
      session: this.#session(),
      data,
    });
    this.#shown = isThere ? { version: 0, data } : undefined;
  }

  async #postChanges(
    data: DashboardData,
    shown: { readonly version: number; readonly data: DashboardData },
  ): Promise<void> {
    const changes = changesBetween(shown.data, data);
    if (changes.length === 0) return;
    const version = shown.version + 1;
    const isThere = await this.#post({ type: 'change', version, changes });
    this.#shown = isThere ? { version, data } : undefined;
  }

  async #postProblem(error: unknown): Promise<void> {
    const { log } = this.surroundings;
    log.error(error instanceof UserError ? describeError(error) : asText(error));
    this.#shown = undefined;
    const isExpected = error instanceof UserError;
    await this.#post({
      type: 'problem',
      message: vscode.l10n.t(
        'The run {0} cannot be shown: {1}',
        this.run.dir,
        error instanceof Error ? error.message : String(error),
      ),
      hint:
        (isExpected ? error.fix : undefined) ??
        vscode.l10n.t('Look into the log of GRASP, or choose another run.'),
      choose: vscode.l10n.t('Choose a run…'),
      session: this.#session(),
    });
  }

  /** After the page has something to show: the estimate brings the whole engine with it. */
  #estimateSoon(): void {
    if (this.#isEstimated) return;
    this.#isEstimated = true;
    void estimateOf(this.surroundings, this.run).then((estimate) => {
      this.#estimate = estimate;
      if (estimate) this.#throttle.ask();
    });
  }

  #session(): Extract<ToPage, { type: 'show' }>['session'] {
    return { run: this.run.dir, compared: this.#compared.map(({ dir }) => dir) };
  }

  async #post(message: ToPage): Promise<boolean> {
    return this.panel.webview.postMessage(message);
  }

  async #receive(message: unknown): Promise<void> {
    const { log } = this.surroundings;
    if (!isToHost(message)) {
      log.warn('The dashboard sent something that is not understood.');
      return;
    }
    try {
      await this.#handle(message);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      log.error(error instanceof UserError ? describeError(error) : asText(error));
      void showError(describeError(error));
    }
  }

  async #handle(message: ToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#shown = undefined;
        this.#throttle.ask();
        break;
      case 'command':
        await this.#do(message.command);
        break;
      case 'openEdit':
        await this.#openEdit(message.id, await this.surroundings.runs.state(this.run));
        break;
      case 'uncompare':
        this.compareWith(this.#compared.filter((_, at) => `run-${at}` !== message.key));
        break;
      case 'failed':
        this.surroundings.log.error(`The page of a dashboard failed: ${message.message}`);
        break;
    }
  }

  async #do(asked: PageCommand): Promise<void> {
    switch (asked) {
      case 'showEdits':
        await vscode.commands.executeCommand(command.edits.showOfRun, this.run);
        break;
      case 'openFolder':
        await vscode.commands.executeCommand(command.run.reveal, this.run);
        break;
      case 'compare': {
        const { surroundings, run } = this;
        const picked = await pickComparison(surroundings, run, this.#compared, MAX_COMPARED);
        if (picked) this.compareWith(picked);
        break;
      }
      case 'chooseRun':
        this.chooseRun();
        break;
    }
  }

  /** An id from the page is a word like any other until the run knows it. */
  async #openEdit(id: string, state: RunState): Promise<void> {
    if (!candidatesOf(state).some(({ judged }) => judged.id === id)) return;
    await vscode.commands.executeCommand(command.edits.open, editKey(this.run.dir, id));
  }
}

function asText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
