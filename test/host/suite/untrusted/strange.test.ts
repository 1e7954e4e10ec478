/** Files of somebody else's folder that are no files: opening the folder must not read them to the end. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { lookForRunConfigs, readRunConfig } from '../../../../src/surfaces/common/runConfigs';
import { runOrigin } from '../../../../src/surfaces/common/runOrigin';
import { capsOf } from '../../../../src/surfaces/dashboard/capsOf';
import { check } from '../../../../src/surfaces/setup/checks/check';
import { inWorkspace } from '../../inHost/support';

const strange = ['zero', 'pipe', 'linked-pipe'] as const;

describe('devices and pipes in a workspace that is not trusted', function () {
  const configs = inWorkspace('configs').fsPath;
  const presets = path.join(configs, 'agents');
  const runs = inWorkspace('runs').fsPath;
  const made: string[] = [];

  before(async function () {
    if (process.platform === 'win32') return this.skip();
    for (const name of strange) {
      const run = path.join(runs, `strange-${name}`);
      await Promise.all([run, presets].map((it) => mkdir(it, { recursive: true })));
      await writeFile(path.join(run, 'run_state.json'), '{}');
      const places = [
        path.join(configs, `strange-${name}.yaml`),
        path.join(presets, `strange-${name}.yaml`),
        path.join(run, 'config.yaml'),
      ];
      for (const place of places) await put(name, place);
      made.push(run, ...places);
    }
  });

  after(async () => {
    for (const place of made) await rm(place, { recursive: true, force: true });
  });

  async function put(kind: (typeof strange)[number], place: string): Promise<void> {
    if (kind === 'zero') return symlink('/dev/zero', place);
    const pipe = kind === 'pipe' ? place : `${place}.pipe`;
    execFileSync('mkfifo', [pipe]);
    if (kind === 'pipe') return;
    made.push(pipe);
    await symlink(pipe, place);
  }

  it('are no configurations, and nothing waits for them', async () => {
    const { configs: found } = await lookForRunConfigs();
    assert.ok(found.some(({ name }) => name === 'quickstart.yaml'));
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    for (const name of strange) {
      const file = path.join(configs, `strange-${name}.yaml`);
      assert.equal(await readRunConfig(file, folder), undefined);
    }
  });

  it('are refused in words where they are checked', async () => {
    const baseDir = inWorkspace('').fsPath;
    for (const name of strange) {
      const file = path.join(configs, `strange-${name}.yaml`);
      const preset = path.join(presets, `strange-${name}.yaml`);
      const config = await check({ kind: 'config', file, baseDir, agent: undefined, env: {} });
      assert.deepEqual(
        config.problems.map(({ message }) => message),
        ['the config cannot be read'],
      );
      const other = await check({
        kind: 'preset',
        file: preset,
        baseDir,
        agent: undefined,
        env: {},
      });
      assert.deepEqual(
        other.problems.map(({ message }) => message),
        ['the file cannot be read'],
      );
    }
  });

  it('tell nothing about a run', async () => {
    for (const name of strange) {
      const dir = path.join(runs, `strange-${name}`);
      assert.equal(await runOrigin({ dir }), undefined);
      assert.equal(await capsOf(dir), null);
    }
    assert.ok(process.memoryUsage().rss < 1_500_000_000);
  });
});
