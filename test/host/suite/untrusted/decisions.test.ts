/** Edits in a workspace that is not trusted: they can be read, and nothing is written on their account. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { activated, inWorkspace, until } from '../../inHost/support';

describe('edits without trust', () => {
  it('can be read, but not decided on, probed or rebased', async () => {
    const { edits } = (await activated<Surroundings>()).exports;
    const edit = await until('the edits', async () =>
      (await edits.edits()).find(({ candidate }) => candidate.judged.verdict === 'accepted'),
    );
    assert.equal(edit.fit, 'applies');
    const library = inWorkspace('skills/quickstart');
    const files = async () => (await vscode.workspace.fs.readDirectory(library)).sort();
    const before = await files();
    for (const command of ['accept', 'reject', 'undo', 'reprobe', 'rebase']) {
      await vscode.commands.executeCommand(`grasp.edits.${command}`, edit.key);
    }
    assert.deepEqual(await files(), before);
    await assert.rejects(
      Promise.resolve(vscode.workspace.fs.stat(inWorkspace('runs/quickstart/decisions.jsonl'))),
    );
    assert.equal((await edits.get(edit.key))?.decision, 'pending');
    assert.equal((await edits.get(edit.key))?.rerun, undefined);
  });
});
