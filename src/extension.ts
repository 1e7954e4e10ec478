/** Where everything is put together. No logic: each folder of surfaces registers its own. */
import * as vscode from 'vscode';
import { Disposables } from './surfaces/common/disposables';
import { LabLoader } from './surfaces/common/labLoader';
import { Libraries } from './surfaces/common/libraries';
import { RunCatalog } from './surfaces/common/runCatalog';
import { settings } from './surfaces/common/settings';
import type { Surroundings } from './surfaces/common/surroundings';
import { VersionDocuments } from './surfaces/common/versionDocuments';
import { DashboardLoader } from './surfaces/dashboard/dashboardLoader';
import { registerDashboard } from './surfaces/dashboard/registerDashboard';
import { registerLibrary } from './surfaces/library/registerLibrary';
import { ProbeCalls } from './surfaces/probes/live/probeCalls';
import { registerProbes } from './surfaces/probes/registerProbes';
import { EditBook } from './surfaces/review/editBook';
import { registerReview } from './surfaces/review/registerReview';
import { registerRuns } from './surfaces/runs/registerRuns';
import { KeyRing } from './surfaces/setup/keyRing';
import { registerSetup } from './surfaces/setup/registerSetup';
import { registerStatus } from './surfaces/status/registerStatus';
import { showError } from './surfaces/common/messages';

const surfaces = [
  registerRuns,
  registerStatus,
  registerReview,
  registerProbes,
  registerLibrary,
  registerDashboard,
  registerSetup,
];

export function activate(context: vscode.ExtensionContext): Surroundings | undefined {
  const disposables = new Disposables();
  context.subscriptions.push(disposables);
  const log = disposables.add(vscode.window.createOutputChannel('GRASP', { log: true }));
  const runs = disposables.add(new RunCatalog(context.workspaceState, log));
  const surroundings: Surroundings = {
    context,
    log,
    disposables,
    runs,
    libraries: disposables.add(new Libraries(runs, log)),
    versions: disposables.add(new VersionDocuments(log)),
    lab: new LabLoader(context.extensionPath),
    keys: disposables.add(new KeyRing(context, log)),
    edits: disposables.add(new EditBook(runs, context.workspaceState, log)),
    probeCalls: new ProbeCalls(() => settings.probesCallLimit()),
    dashboards: new DashboardLoader(),
  };
  for (const register of surfaces) {
    try {
      register(surroundings);
    } catch (error) {
      // One broken surface must not take the others with it, and the editor itself stays silent about it.
      log.error(error instanceof Error ? error : String(error));
      void showError(vscode.l10n.t('A part of GRASP could not start: {0}', String(error)));
    }
  }
  // For tests only: other extensions have no business with keys and runs.
  return context.extensionMode === vscode.ExtensionMode.Test ? surroundings : undefined;
}
