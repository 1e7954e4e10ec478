import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { activated, inWorkspace, workspaceFolder } from '../../inHost/support';

let surroundings: Surroundings;
before(async () => {
  surroundings = (await activated<Surroundings>()).exports;
});

describe('in a workspace that is not trusted', () => {
  it('no key is handed over', async () => {
    const { keys } = surroundings;
    assert.equal(await keys.store('OPENAI_API_KEY', 'sk-untrusted'), true);
    try {
      const config = inWorkspace('configs/quickstart.yaml').fsPath;
      const baseDir = workspaceFolder().fsPath;
      assert.deepEqual(await keys.environment(), {});
      assert.deepEqual(await keys.environment({ config, baseDir, agent: 'openai' }), {});
    } finally {
      await keys.forget('OPENAI_API_KEY');
    }
  });

  it('configurations are not read', async () => {
    const file = inWorkspace('untrusted.grasp.yaml');
    await writeFile(file.fsPath, 'nonsense: 1\n');
    await vscode.workspace.openTextDocument(file);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const found = vscode.languages.getDiagnostics(file);
    assert.deepEqual(
      found.filter(({ source }) => source === 'GRASP'),
      [],
    );
  });
});
