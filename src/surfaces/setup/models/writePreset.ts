import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a preset under a name that is free. A file that is there is never written over; one that holds the
 * same model is taken as it is, with what the person may have changed in it. Resolves to the file's path.
 */
export async function writePreset(folder: string, name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let n = 1; ; n += 1) {
    const file = join(folder, `${n === 1 ? name : `${name}-${n}`}.yaml`);
    const there = await readFile(file, 'utf8').catch(() => undefined);
    if (there !== undefined && isSameModel(there, text)) return file;
    if (there !== undefined) continue;
    await writeFile(file, text, { flag: 'wx' });
    return file;
  }
}

/** Is it the same model at the same place, whatever else was changed in it? */
function isSameModel(a: string, b: string): boolean {
  return ['backend', 'base_url', 'model', 'api_key'].every((key) => line(a, key) === line(b, key));
}

function line(text: string, key: string): string | undefined {
  return text.split(/\r?\n/).find((it) => it.startsWith(`${key}:`));
}
