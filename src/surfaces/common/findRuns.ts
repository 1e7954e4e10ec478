import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Published runs lie up to this deep in the folder of their results. */
const MAX_DEPTH = 6;
const MAX_FOLDERS = 20_000;
const AT_ONCE = 16;

export interface FoundRun {
  readonly dir: string;
  readonly name: string;
  readonly changed: number;
}

/**
 * Every run directory in or below a folder; a run holds no further runs. Only file names and times are
 * looked at. A folder that does not exist holds none.
 */
export async function findRuns(root: string): Promise<readonly FoundRun[]> {
  const found: FoundRun[] = [];
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    // Somebody may have opened the root of the disk.
    const folders = level.slice(0, MAX_FOLDERS - seen);
    seen += folders.length;
    const next: string[] = [];
    for (let at = 0; at < folders.length; at += AT_ONCE) {
      const looks = await Promise.all(folders.slice(at, at + AT_ONCE).map(look));
      for (const { run, below } of looks) {
        if (run) found.push(run);
        else next.push(...below);
      }
    }
    level = next;
  }
  return found;
}

async function look(
  dir: string,
): Promise<{ readonly run?: FoundRun; readonly below: readonly string[] }> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const has = (name: string): boolean => entries.some((it) => it.name === name && it.isFile());
  const mark = ['journal.jsonl', 'val_scores.json'].find(has);
  if (mark !== undefined) {
    const changed = await stat(join(dir, mark)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return { run: { dir, name: basename(dir), changed }, below: [] };
  }
  const below = entries
    .filter((it) => it.isDirectory() && !it.name.startsWith('.') && it.name !== 'node_modules')
    .map((it) => join(dir, it.name));
  return { below };
}
