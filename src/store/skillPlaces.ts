/** Where skills lie: which files are none, how far links are followed, and where else some may be. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Notes that people and tools keep beside skills. */
const NOTE =
  /^(?:readme|agents|claude|gemini|copilot-instructions|contributing|changelog|licen[cs]e|notice|code[_-]of[_-]conduct)(?:[._-][\w-]+)?\.md$/i;
/** These are notes only as repositories write them: in lower case one may be the name of a skill. */
const LOUD_NOTE =
  /^(?:SECURITY|SUPPORT|INDEX|TODO|HISTORY|MEMORY|AUTHORS|THIRD[_-]PARTY[\w-]*)\.md$/;

/** Is this file, by its name, a note beside the skills and none of them? */
export function isNote(name: string): boolean {
  return NOTE.test(name) || LOUD_NOTE.test(name);
}

export function isSkillFileName(name: string): boolean {
  return /^skill\.md$/i.test(name);
}

/**
 * How far links in a library may lead: to anywhere in the repository it lies in, else in the folder the command was
 * given in, else nowhere but the library. A real path.
 */
export async function linkBoundary(dir: string): Promise<string> {
  const real = await realpath(dir);
  for (let at = real; ; at = path.dirname(at)) {
    if (await stat(path.join(at, '.git')).then(Boolean, () => false)) return at;
    if (path.dirname(at) === at) break;
  }
  const here = await realpath(process.cwd()).catch(() => real);
  return isInside(here, real) ? here : real;
}

export function isInside(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A folder that is itself one skill stands for a library of that skill. */
export interface LibraryRoot {
  /** The folder that skills lie in. */
  readonly dir: string;
  /** Only this folder of it counts. */
  readonly only?: string;
}

/** The library that a path names: the folder itself, or, for the folder of one skill, the one around it. */
export async function libraryRoot(dir: string): Promise<LibraryRoot> {
  const names = await readdir(dir).catch(() => []);
  if (!names.some(isSkillFileName)) return { dir };
  const whole = path.resolve(dir);
  return { dir: path.dirname(whole), only: path.basename(whole) };
}

/** A folder with skills in it. */
export interface FoundLibrary {
  readonly dir: string;
  readonly skills: number;
}

const MAX_DEPTH = 5;
const MAX_FOLDERS = 3_000;
const PASSED_OVER: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.history',
  'dist',
  'out',
]);

/** Libraries of skill folders below a folder, nearest first; links are not followed, and the search is bounded. */
export async function librariesBelow(dir: string): Promise<readonly FoundLibrary[]> {
  const found = new Map<string, number>();
  let level: readonly string[] = [dir];
  let looked = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      looked += 1;
      if (looked > MAX_FOLDERS) break;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      if (folder !== dir && entries.some(({ name }) => isSkillFileName(name))) {
        const around = path.dirname(folder);
        found.set(around, (found.get(around) ?? 0) + 1);
        continue;
      }
      const inner = entries.filter((entry) => entry.isDirectory() && !PASSED_OVER.has(entry.name));
      next.push(...inner.map(({ name }) => path.join(folder, name)));
    }
    level = next;
  }
  return [...found].map(([at, skills]) => ({ dir: at, skills }));
}
