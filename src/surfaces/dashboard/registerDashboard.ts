import * as vscode from 'vscode';
import { UserError } from '../../util/errors';
import { command, dashboardPanel } from '../common/ids';
import { registerCommand } from '../common/registerCommand';
import { runOfArgument } from '../common/runOfArgument';
import type { Surroundings } from '../common/surroundings';

export function registerDashboard(surroundings: Surroundings): void {
  const { disposables, runs, dashboards } = surroundings;
  registerCommand(surroundings, command.dashboard.open, async (argument) => {
    if (argument === undefined) {
      const { pickRun } = await import('./pickRuns');
      const picked = await pickRun(surroundings);
      if (picked) (await dashboards.load(surroundings)).show(picked);
      return;
    }
    const run = await runOfArgument(argument, runs);
    if (run === undefined) {
      throw new UserError(vscode.l10n.t('The run is not there any more.'), {
        fix: vscode.l10n.t('Refresh the view of runs, or open the folder that holds it.'),
      });
    }
    (await dashboards.load(surroundings)).show(run);
  });
  disposables.add(
    vscode.window.registerWebviewPanelSerializer(dashboardPanel, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const { isSession } = await import('./protocol/messages');
        const loaded = await dashboards.load(surroundings);
        await loaded.restore(panel, isSession(state) ? state : undefined);
      },
    }),
  );
}
