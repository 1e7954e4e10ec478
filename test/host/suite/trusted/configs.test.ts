/** Run configurations as the editor finds them: the sound ones, those that lack something, and nobody else's. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { describeHere } from '../../../../src/surfaces/common/describeHere';
import { lookForRunConfigs } from '../../../../src/surfaces/common/runConfigs';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { activated, inWorkspace, workspaceFolder } from '../../inHost/support';

const files: Readonly<Record<string, string>> = {
  'configs/suite-half.yaml': 'task: { kind: quickstart }\nagent_preset: simulated\n',
  'configs/suite-other.yaml': 'task: build\nsteps: [a, b]\n',
  'configs/suite-torn.yaml': 'task: { kind: quickstart\ncycle:\n  epochs: 1\n',
  'elsewhere/suite-half.yaml': 'task: { kind: quickstart }\n',
};

describe('run configurations', () => {
  before(async () => {
    for (const [path, text] of Object.entries(files)) {
      await vscode.workspace.fs.writeFile(inWorkspace(path), Buffer.from(text));
    }
  });

  after(async () => {
    for (const path of Object.keys(files)) await vscode.workspace.fs.delete(inWorkspace(path));
  });

  it('are listed with what they lack; files of others are not', async () => {
    const { configs, broken } = await lookForRunConfigs();
    assert.ok(configs.some(({ name }) => name === 'quickstart.yaml'));
    assert.ok(configs.every(({ name }) => !name.startsWith('suite-')));
    assert.deepEqual(
      broken
        .map(({ path, lacks }) => [vscode.workspace.asRelativePath(path), lacks])
        .filter(([path]) => path?.includes('suite-')),
      [
        ['configs/suite-half.yaml', 'cycle'],
        ['configs/suite-torn.yaml', undefined],
      ],
    );
  });

  it('that are no YAML are named by their path in the workspace, with the line that is wrong', async () => {
    const lab = await (await activated<Surroundings>()).exports.lab.load();
    const config = inWorkspace('configs/suite-torn.yaml').fsPath;
    const baseDir = workspaceFolder().fsPath;
    const opened = lab.open({ config, baseDir, env: process.env });
    await assert.rejects(opened, (error) => {
      assert.match(describeHere(error), /^configs\/suite-torn\.yaml:1: not valid YAML: /);
      return true;
    });
  });
});
