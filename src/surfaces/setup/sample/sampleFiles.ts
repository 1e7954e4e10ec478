import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the quickstart consists of, as it lies in the extension and as it comes to lie in a workspace. */
const CONFIG = 'configs/quickstart.yaml';
const FOLDERS = ['skills/base', 'skills/quickstart'];

export const sampleConfig = CONFIG;

export interface SampleFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Is there a file of this name already? It stays as it is. */
  readonly isThere: boolean;
}

/** The files of the quickstart, and which of them a folder has already. */
export async function sampleFiles(
  extension: string,
  folder: string,
): Promise<readonly SampleFile[]> {
  const skills = await Promise.all(
    FOLDERS.map(async (skill) => {
      const names = await readdir(join(extension, skill));
      return names.filter((name) => name.endsWith('.md')).map((name) => `${skill}/${name}`);
    }),
  );
  return Promise.all(
    [CONFIG, ...skills.flat().sort()].map(async (path) => ({
      path,
      text: asSample(path, await readFile(join(extension, path), 'utf8')),
      isThere: await exists(join(folder, path)),
    })),
  );
}

/** Writes those that are not there. Nothing is ever written over, not even what appeared meanwhile. */
export async function writeSample(folder: string, files: readonly SampleFile[]): Promise<void> {
  for (const { path, text, isThere } of files) {
    if (isThere) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: 'wx' });
  }
}

const HEADER = `# The quickstart: an agent looks up magnesium values in a small patient record system and learns, from its own
# mistakes, the skills it lacks. "GRASP: Start Learning…" runs it; it needs no key and no network.
# With a language model in place of the simulation: "GRASP: Select Model…".
# Paths are relative to the folder that is open.
`;

/** The configuration's own introduction speaks to people at a command line, in GRASP's repository. */
function asSample(path: string, text: string): string {
  return path === CONFIG ? text.replace(/^(#.*\r?\n)+/, () => HEADER) : text;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
