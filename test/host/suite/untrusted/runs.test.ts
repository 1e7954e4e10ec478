/** Runs of somebody else's folder: they can be read, nothing starts. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { RunTree } from '../../../../src/surfaces/runs/tree/runTree';
import { Bystander } from '../../inHost/bystander';
import { activated, inWorkspace, until } from '../../inHost/support';

describe('runs of a workspace that is not trusted', () => {
  it('are listed and read', async () => {
    const { runs, edits } = (await activated<Surroundings>()).exports;
    const tree = new RunTree(runs, edits);
    try {
      const [node] = await tree.getChildren();
      assert.ok(node?.kind === 'run');
      assert.equal(node.run.name, 'quickstart');
      const text = await until('its line', () => {
        const { description } = tree.getTreeItem(node);
        return typeof description === 'string' && description !== '' && description;
      });
      assert.match(text, /^finished · val \d+ %/);
      assert.ok((await tree.getChildren(node)).length > 1);
    } finally {
      tree.dispose();
    }
  });

  it('are not started, resumed or offered', async () => {
    const config = inWorkspace('configs/quickstart.yaml');
    assert.equal(await vscode.commands.executeCommand('grasp.run.start', config), undefined);
    const run = inWorkspace('runs/quickstart').fsPath;
    assert.equal(await vscode.commands.executeCommand('grasp.run.resume', run), undefined);
    assert.deepEqual(vscode.tasks.taskExecutions, []);
  });

  it('are not stopped: their folder may name any process', async () => {
    const bystander = await Bystander.named('names-a-process');
    try {
      const { runs } = (await activated<Surroundings>()).exports;
      await until('the run to be found', () => runs.find(bystander.run));
      await vscode.commands.executeCommand('grasp.run.stop', bystander.run);
      assert.ok(await bystander.answers());
    } finally {
      await bystander.remove();
    }
  });
});
