/** Edits in a workspace that is not trusted: they can be read, and nothing is written. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import type { Evidence } from '../../../../src/surfaces/review/registerEvidence';
import { activated, inWorkspace, until } from '../../inHost/support';

describe('evidence without trust', () => {
  it('shows an edit and its thread, and takes no hunk', async () => {
    const { edits } = (await activated<Surroundings>()).exports;
    const evidence = await vscode.commands.executeCommand<Evidence>('grasp.test.evidence');
    const edit = (await edits.edits()).find(
      ({ candidate: { judged } }) => judged.edits[0]?.action === 'MODIFY',
    );
    assert.ok(edit);
    await vscode.commands.executeCommand('grasp.edits.open', edit.key);
    const document = await until('the edit', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'grasp-merged' && shown;
    });
    assert.match(document.getText(), /^name: /m);
    assert.equal(evidence.threads.all().length, 1);

    const skill = inWorkspace('skills/quickstart/read_the_bundle.md').fsPath;
    const before = await readFile(skill, 'utf8');
    const view = await evidence.views.view(edit.key);
    const hunk = view?.merged.hunks.find(({ isBookkeeping }) => !isBookkeeping);
    await vscode.commands.executeCommand('grasp.edits.acceptHunk', edit.key, hunk?.id);
    assert.equal(await readFile(skill, 'utf8'), before);
    assert.equal(edits.find(edit.key)?.decision, 'pending');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
