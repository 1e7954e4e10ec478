import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface NewFile {
  /** Relative to the folder that it comes into, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Is there a file of this name already? It stays as it is. */
  readonly isThere: boolean;
}

/** Which of these files a folder has already. */
export function lookFor(
  folder: string,
  files: readonly Omit<NewFile, 'isThere'>[],
): Promise<readonly NewFile[]> {
  return Promise.all(
    files.map(async (file) => ({ ...file, isThere: await exists(join(folder, file.path)) })),
  );
}

/** Writes those that are not there. Nothing is ever written over, not even what appeared meanwhile. */
export async function writeNew(folder: string, files: readonly NewFile[]): Promise<void> {
  for (const { path, text, isThere } of files) {
    if (isThere) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: 'wx' });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
