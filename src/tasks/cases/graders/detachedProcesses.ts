/**
 * Ends processes that have left the group of the program that started them (setsid, a double fork): on Linux they are
 * found by a mark in their environment, which children inherit. One that clears its environment is not found.
 */
import { readdir, readFile } from 'node:fs/promises';

/** The variable that holds the mark. */
export const MARK = 'GRASP_GRADER';

/** A process that forks while it is looked for is found the next time. */
const ROUNDS = 5;

/** Kills every process with this mark. Does nothing where processes do not show their environment. */
export async function killMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await marked(mark);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}

async function marked(mark: string): Promise<readonly number[]> {
  const text = `${MARK}=${mark}`;
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(async (name) => {
        // Those of other people cannot be read, and are none of ours.
        const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
        if (!environment.split('\0').includes(text)) return [];
        const status = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
        return /^\d+ \(.*\) Z/s.test(status) ? [] : [Number(name)];
      }),
  );
  return found.flat();
}
