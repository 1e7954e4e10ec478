/**
 * How to write a suite for the extension host
 *
 * Every `*.test.ts` below `test/host/suite/<kind>/` runs with mocha (bdd: describe, it, before, after; assertions by
 * `node:assert/strict`) inside a real extension host, with the real `vscode` API and our extension loaded from the
 * repository. The folder's name is the kind of host (`test/host/kinds.ts`): which workspace, trusted or not. All
 * suites of a kind share one host and one workspace, so use files and runs of your own names, and undo what
 * others would notice. The workspace is a copy that ends with the run: write in it as you like.
 *
 * - The bundler follows imports, so pure code of `src/` can be imported. Modules with state cannot be shared with
 *   the extension that way: it has its own copy. Go through commands, the API and what `activate()` returns.
 * - Dialogs are refused in a host that runs tests, and notifications do not pop up: what needs either belongs into
 *   `test/e2e`.
 * - Wait with `until`, never for a time.
 *
 *   npm run test:host                                builds, then runs all of them
 *   GRASP_HOST_ONLY=review npm run test:host         those with `review` in their path
 *   .cache/host/<kind>/host.log                      what the host said
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activated, inWorkspace, workspaceFolder } from '../../inHost/support';

describe('the host', () => {
  it('activates the extension', async () => {
    assert.equal((await activated()).isActive, true);
  });

  it('has a trusted workspace with the quickstart and a finished run in it', async () => {
    assert.equal(vscode.workspace.isTrusted, true);
    assert.equal(workspaceFolder().scheme, 'file');
    const journal = inWorkspace('runs/quickstart/journal.jsonl');
    assert.ok((await vscode.workspace.fs.stat(journal)).size > 0);
  });
});
