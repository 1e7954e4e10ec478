import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunCommand, isWriter } from './writerProcess';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'writer-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** A process with this command line that holds a file of the folder open, and says when it does. */
async function holding(script: string, command: string, folder: string) {
  const program = join(dir, script);
  const file = join(folder, 'events.jsonl');
  writeFileSync(
    program,
    `require('node:fs').openSync(${JSON.stringify(file)}, 'a'); console.log('open'); process.stdin.resume();`,
  );
  const child = spawn(process.execPath, [program, command, '--config', 'a.yaml']);
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, end: () => child.kill('SIGKILL') };
}

describe('the process that a lock names', () => {
  it.each([
    [['/usr/bin/node', '/opt/grasp/dist/cli.js', 'learn', '--yes'], true],
    [['node', '/usr/local/bin/grasp', 'eval'], true],
    [['C:\\node.exe', 'C:\\ext\\dist\\cli.js', 'learn'], true],
    [['node', 'dist/cli.js', 'serve-simulated'], false],
    [['vim', 'learn'], false],
    [['node', 'server.js', 'learn'], false],
    [['sshd', 'grasp'], false],
    [[], false],
  ])('is a run by its words: %j %s', (words, expected) => expect(isRunCommand(words)).toBe(expected));

  it.runIf(process.platform === 'linux')('is a run when it writes to that very folder', async () => {
    const other = mkdtempSync(join(dir, 'other-'));
    const run = await holding('cli.js', 'learn', dir);
    try {
      expect(await isWriter(run.pid, dir)).toBe(true);
      expect(await isWriter(run.pid, other)).toBe(false);
    } finally {
      run.end();
    }
  });

  it('is not one when it only has the folder open, is the editor itself, or nobody', async () => {
    const editor = await holding('server.js', 'learn', dir);
    try {
      for (const pid of [editor.pid, process.pid, process.ppid, 0, 1, -1, 1.5, 2 ** 30]) {
        expect(await isWriter(pid, dir)).toBe(false);
      }
    } finally {
      editor.end();
    }
  });
});
