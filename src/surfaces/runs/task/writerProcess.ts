import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

/**
 * Is this process a run of ours that writes to the directory? A lock is a file, which anybody can have written:
 * the number in it is believed only where the system says the same. `false` where the system cannot be asked.
 */
export async function isWriter(pid: number, dir: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) return false;
  try {
    switch (process.platform) {
      case 'linux':
        return isRunCommand(await wordsOf(pid)) && (await holdsFileIn(pid, dir));
      case 'darwin':
        return isRunCommand(await wordsByPs(pid));
      default:
        return false;
    }
  } catch {
    // Gone, or another person's.
    return false;
  }
}

/** The words of a command line: the program, then `learn` or `eval`, which alone write run directories. */
export function isRunCommand(words: readonly string[]): boolean {
  const program = words.findIndex((word) => /(^|[\\/])(grasp|cli)(\.[cm]?js)?$/.test(word));
  const command = words[program + 1];
  return program >= 0 && (command === 'learn' || command === 'eval');
}

async function wordsOf(pid: number): Promise<readonly string[]> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
}

async function wordsByPs(pid: number): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return stdout.trim().split(/\s+/);
}

/** A run keeps its journal open as long as it lives. */
async function holdsFileIn(pid: number, dir: string): Promise<boolean> {
  const folder = (await realpath(dir)) + sep;
  const fds = `/proc/${pid}/fd`;
  for (const fd of await readdir(fds)) {
    const file = await readlink(join(fds, fd)).catch(() => '');
    if (file.startsWith(folder)) return true;
  }
  return false;
}
