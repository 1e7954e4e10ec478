/** The library in Restricted Mode: everything can be read and checked, nothing reaches outside or runs. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { activated, inWorkspace, until } from '../../inHost/support';

const { fs } = vscode.workspace;
const config = inWorkspace('configs/library-outside.yaml');
const broken = inWorkspace('skills/quickstart/library_broken.md');

describe('the library without trust', () => {
  let surroundings: Surroundings;

  before(async () => {
    surroundings = (await activated<Surroundings>()).exports;
    const text = `task:\n  kind: quickstart\nskills:\n  library_dir: ${JSON.stringify(tmpdir())}\ncycle:\n  epochs: 1\n`;
    await fs.writeFile(config, Buffer.from(text));
    await fs.writeFile(broken, Buffer.from('---\nname: [\n---\nText.\n'));
    surroundings.libraries.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.delete(config);
    await fs.delete(broken);
  });

  it('shows the libraries of the workspace and no folder outside of it', async () => {
    const found = await surroundings.libraries.list();
    assert.deepEqual(
      found.map(({ label }) => label),
      ['skills/quickstart'],
    );
    assert.equal((await surroundings.libraries.of(broken))?.name, 'library_broken');
  });

  it('checks skills', async () => {
    const document = await vscode.workspace.openTextDocument(broken);
    await vscode.window.showTextDocument(document);
    await until('the problem', () =>
      vscode.languages.getDiagnostics(broken).some(({ code }) => code === 'broken-yaml'),
    );
  });

  it('previews nothing, for that reads the task', async () => {
    await vscode.commands.executeCommand('grasp.library.preview');
    const previews = vscode.workspace.textDocuments.filter(
      ({ uri }) => uri.scheme === 'grasp-version',
    );
    assert.deepEqual(previews, []);
  });
});
