import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lookFor, type NewFile } from '../newFiles/newFiles';

/** What the quickstart consists of, as it lies in the extension and as it comes to lie in a workspace. */
const CONFIG = 'configs/quickstart.yaml';
const FOLDERS = ['skills/base', 'skills/quickstart'];

export const sampleConfig = CONFIG;

/** The files of the quickstart, and which of them a folder has already. */
export async function sampleFiles(extension: string, folder: string): Promise<readonly NewFile[]> {
  const skills = await Promise.all(
    FOLDERS.map(async (skill) => {
      const names = await readdir(join(extension, skill));
      return names.filter((name) => name.endsWith('.md')).map((name) => `${skill}/${name}`);
    }),
  );
  const files = [CONFIG, ...skills.flat().sort()].map(async (path) => ({
    path,
    text: asSample(path, await readFile(join(extension, path), 'utf8')),
  }));
  return lookFor(folder, await Promise.all(files));
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
