import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activated } from '../../inHost/support';

describe('the host in Restricted Mode', () => {
  it('does not trust the workspace, and activates the extension all the same', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.equal((await activated()).isActive, true);
  });
});
