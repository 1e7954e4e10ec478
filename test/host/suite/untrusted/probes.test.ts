/** Probes call a model: in a workspace that is not trusted they say so, and do nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activated, inWorkspace, until } from '../../inHost/support';

describe('probes without trust', () => {
  it('are off, with a sentence and the way to trust', async () => {
    await activated();
    const uri = inWorkspace('skills/quickstart/read_the_bundle.md');
    await vscode.workspace.openTextDocument(uri);
    const lens = await until('the lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        100,
      );
      return found.find(({ command }) => command?.title.startsWith('Probes'));
    });
    assert.equal(lens.command?.title, 'Probes are off: this workspace is not trusted');
    assert.equal(lens.command.command, 'workbench.trust.manage');
  });
});
