import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockOwner, takeLock } from './lock';
import { bundle, tempDir } from './testSupport';

const module = bundle(join(__dirname, 'lock.ts'));

/** A process that takes the lock, says `taken` or `refused`, and stays until it is killed. */
function contender(dir: string): ChildProcess {
  const script = `
    const { takeLock } = require(${JSON.stringify(module)});
    try { takeLock(${JSON.stringify(dir)}); console.log('taken'); } catch { console.log('refused'); }
    setInterval(() => {}, 1000);
  `;
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function answer(child: ChildProcess): Promise<string> {
  const [data] = (await once(child.stdout!, 'data')) as [Buffer];
  return data.toString().trim();
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

function plant(dir: string, owner: object, n = 1): string {
  const path = join(dir, `run.${n}.lock`);
  writeFileSync(path, JSON.stringify({ pid: 1, host: hostname(), since: 'then', ...owner }));
  return path;
}

describe('the lock of a run directory', () => {
  it('is given to one process, and free after it let go', () => {
    const dir = tempDir();
    const lock = takeLock(dir);
    expect(lockOwner(dir)).toMatchObject({ pid: process.pid, host: hostname() });
    expect(() => takeLock(dir)).toThrow(`process ${process.pid}`);
    lock.release();
    lock.release();
    expect(lockOwner(dir)).toBeUndefined();
    takeLock(dir).release();
  });

  it('names the live process that holds it, and passes on once that is killed', async () => {
    const dir = tempDir();
    const child = contender(dir);
    expect(await answer(child)).toBe('taken');
    expect(() => takeLock(dir)).toThrow(`process ${child.pid}`);
    await kill(child);
    expect(lockOwner(dir)).toBeUndefined();
    takeLock(dir).release();
  });

  it('of a killed process goes to exactly one of many that want it', async () => {
    const dir = tempDir();
    const first = contender(dir);
    await answer(first);
    await kill(first);
    const children = Array.from({ length: 5 }, () => contender(dir));
    const answers = await Promise.all(children.map(answer));
    await Promise.all(children.map(kill));
    expect(answers.filter((it) => it === 'taken')).toHaveLength(1);
    expect(readdirSync(dir)).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('is not kept by a later process of the same pid', () => {
    const dir = tempDir();
    plant(dir, { pid: process.pid, processStart: 'an earlier boot:1' });
    expect(lockOwner(dir)).toBeUndefined();
    takeLock(dir).release();
  });

  it('of another host is respected until it has been silent for long', () => {
    const dir = tempDir();
    const path = plant(dir, { pid: 4, host: 'elsewhere' });
    expect(() => takeLock(dir)).toThrow('process 4 on elsewhere');
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(path, long, long);
    takeLock(dir).release();
  });

  it('is nobody’s when its file is broken, but not in the instant of its creation', () => {
    const dir = tempDir();
    const path = join(dir, 'run.1.lock');
    writeFileSync(path, '');
    expect(() => takeLock(dir)).toThrow('another process');
    const before = new Date(Date.now() - 10_000);
    utimesSync(path, before, before);
    const lock = takeLock(dir);
    expect(JSON.parse(readFileSync(join(dir, 'run.2.lock'), 'utf8'))).toHaveProperty('pid');
    lock.release();
  });

  it('never asks the system about a process group', () => {
    const dir = tempDir();
    plant(dir, { pid: -1 });
    takeLock(dir).release();
  });
});
