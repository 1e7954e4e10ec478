import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStamp } from '../../store/fileStamp';

/** Of what lies in a larger folder, that it came or went is still seen. */
const MAX_ENTRIES = 500;

/** Tells whether skills of this folder came, went or were written, without reading them; archived versions too. */
export async function libraryStamp(dir: string): Promise<string> {
  const names = await readdir(dir).catch(() => []);
  const paths = names.sort().slice(0, MAX_ENTRIES);
  const stamps = await Promise.all([dir, ...paths.map((name) => join(dir, name))].map(fileStamp));
  return stamps.join('\n');
}
