import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { activated, until } from '../../inHost/support';

describe('the dashboard in a workspace that is not trusted', () => {
  it('shows runs, and does not open what their configuration names', async () => {
    const surroundings = (await activated<Surroundings>()).exports;
    const run = await until('the run', async () =>
      (await surroundings.runs.list()).find(({ name }) => name === 'quickstart'),
    );
    await vscode.commands.executeCommand('grasp.dashboard.open', run);
    const dashboard = (await surroundings.dashboards.load(surroundings)).of(run);
    assert.ok(dashboard);
    const data = await until('the page', () => dashboard.data);
    assert.equal(data.header.status, 'finished');
    assert.equal(data.cost.estimate, null);
    dashboard.panel.dispose();
  });
});
