import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { accepted, pair, runEvents } from '../../../../src/cli/report/testRun';
import { printEntry } from '../../../../src/store/journalEntry';
import type { KnownRun } from '../../../../src/surfaces/common/runCatalog';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import type { DashboardPanel } from '../../../../src/surfaces/dashboard/dashboardPanel';
import type { Dashboards } from '../../../../src/surfaces/dashboard/dashboards';
import type { DashboardData } from '../../../../src/surfaces/dashboard/model/dashboardData';
import { journal } from '../../../support/journals';
import { activated, inWorkspace, until } from '../../inHost/support';

const own = inWorkspace('runs', 'dashboard-of-mine');
const begun = runEvents.slice(0, 4);

function dashboardTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('grasp.dashboard'),
    );
}

/** The list of tabs lags behind what becomes of panels. */
async function closeAll(): Promise<void> {
  await until('every dashboard to close', async () => {
    await vscode.window.tabGroups.close(dashboardTabs());
    return dashboardTabs().length === 0;
  });
}

describe('the dashboard', () => {
  let surroundings: Surroundings;
  let dashboards: Dashboards;
  let quickstart: KnownRun;
  let mine: KnownRun;

  const runCalled = (name: string): Promise<KnownRun> =>
    until(`the run ${name}`, async () => {
      surroundings.runs.refresh();
      return (await surroundings.runs.list()).find((run) => run.name === name);
    });

  /** What the page of the run has been sent. */
  const shown = (
    run: KnownRun,
    holds: (data: DashboardData) => boolean = () => true,
  ): Promise<DashboardData> =>
    until(`the page of ${run.name}`, () => {
      const data = dashboards.of(run)?.data;
      return data !== undefined && holds(data) ? data : undefined;
    });

  before(async () => {
    surroundings = (await activated<Surroundings>()).exports;
    dashboards = await surroundings.dashboards.load(surroundings);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(own, 'journal.jsonl'),
      Buffer.from(journal(begun)),
    );
    quickstart = await runCalled('quickstart');
    mine = await runCalled('dashboard-of-mine');
  });

  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(own, { recursive: true });
    surroundings.runs.refresh();
  });

  it('opens once for a run, and is sent what the run holds', async () => {
    await vscode.commands.executeCommand('grasp.dashboard.open', quickstart);
    const data = await shown(quickstart);
    assert.equal(data.header.status, 'finished');
    assert.equal(data.header.isSimulated, true);
    assert.deepEqual(
      data.runs[0]?.points.map(({ val }) => val),
      [0.3, 0.6, 1, 1, 1, 1],
    );
    assert.equal(data.matrix.rows.length, data.header.candidates.judged);
    await vscode.commands.executeCommand('grasp.dashboard.open', { run: quickstart });
    const tabs = dashboardTabs();
    assert.deepEqual(
      tabs.map(({ label }) => label),
      ['Dashboard: quickstart'],
    );
    assert.equal(tabs[0]?.isActive, true);
  });

  it('tells budget and estimate as far as they are known', async () => {
    const { cost } = await shown(quickstart, (data) => data.cost.estimate !== null);
    assert.equal(cost.budget, null);
    assert.ok((cost.estimate?.calls.likely ?? 0) > 100);
  });

  it('keeps only what it may load, and runs no commands', () => {
    const panel = dashboards.of(quickstart)?.panel;
    assert.ok(panel);
    const { options, html } = panel.webview;
    assert.deepEqual(options.localResourceRoots?.map(String), [
      vscode.Uri.joinPath(surroundings.context.extensionUri, 'dist').toString(),
    ]);
    assert.ok(!options.enableCommandUris);
    assert.ok(!panel.options.retainContextWhenHidden);
    assert.match(html, /default-src 'none'/);
    assert.doesNotMatch(html, /unsafe/);
  });

  it('follows the run', async () => {
    await vscode.commands.executeCommand('grasp.dashboard.open', mine);
    assert.deepEqual((await shown(mine)).matrix.rows, []);
    const file = vscode.Uri.joinPath(own, 'journal.jsonl').fsPath;
    const time = new Date().toISOString();
    for (const [at, event] of [pair, accepted].entries()) {
      await appendFile(file, `${printEntry({ seq: begun.length + at + 1, time, event })}\n`);
    }
    const { matrix } = await shown(mine, (data) => data.matrix.rows.length === 2);
    assert.deepEqual(
      matrix.rows.map(({ id }) => id),
      [pair.id, accepted.id],
    );
  });

  it('compares runs', async () => {
    dashboards.of(quickstart)?.panel.reveal();
    dashboards.of(quickstart)?.compareWith([mine]);
    const { runs } = await shown(quickstart, (data) => data.runs.length === 2);
    assert.deepEqual(
      runs.map(({ key, name }) => [key, name]),
      [
        ['self', 'quickstart'],
        ['run-0', 'dashboard-of-mine'],
      ],
    );
  });

  it('forgets a run whose tab was closed', async () => {
    await closeAll();
    await until('the tabs to close', () => dashboards.of(quickstart) === undefined);
    assert.deepEqual(dashboardTabs(), []);
  });

  it('is restored from what its page kept', async () => {
    const panel = vscode.window.createWebviewPanel(
      'grasp.dashboard',
      'as it was',
      vscode.ViewColumn.Active,
    );
    await dashboards.restore(panel, { run: quickstart.dir, compared: [mine.dir, '/etc'] });
    const { runs, header } = await shown(quickstart);
    assert.equal(panel.title, 'Dashboard: quickstart');
    assert.equal(header.name, 'quickstart');
    assert.deepEqual(
      runs.map(({ name }) => name),
      ['quickstart', 'dashboard-of-mine'],
    );
  });

  it('is not restored for a folder that is no known run', async () => {
    for (const session of [undefined, { run: '/etc', compared: [] }]) {
      const panel = vscode.window.createWebviewPanel(
        'grasp.dashboard',
        'stray',
        vscode.ViewColumn.Active,
      );
      let isGone = false;
      panel.onDidDispose(() => (isGone = true));
      await dashboards.restore(panel, session);
      await until('the stray panel to close', () => isGone);
    }
  });

  it('opens nothing for what is no run', async () => {
    await closeAll();
    for (const argument of ['/etc', { dir: '/etc' }, 7, {}]) {
      await vscode.commands.executeCommand('grasp.dashboard.open', argument);
    }
    assert.deepEqual(
      dashboardTabs().map(({ label }) => label),
      [],
    );
  });

  it('is drawn anew when its page is shown again after it was hidden', async () => {
    await vscode.commands.executeCommand('grasp.dashboard.open', mine);
    await shown(mine);
    const panel = dashboards.of(mine) as DashboardPanel;
    await vscode.commands.executeCommand('grasp.dashboard.open', quickstart);
    await shown(quickstart);
    await until('the first page to be hidden', () => !panel.panel.visible);
    panel.panel.reveal();
    await until('the first page to be shown', () => panel.panel.visible);
    assert.equal((await shown(mine)).header.name, 'dashboard-of-mine');
  });
});
