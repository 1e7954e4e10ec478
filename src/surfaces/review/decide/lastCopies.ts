import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArchiveFile } from '../../../engine/skill/archive';

/**
 * Of the archived versions that are to be deleted, those whose text would be gone with them: neither the saved skill
 * has it, nor a version that stays. Paths are relative to the library.
 */
export async function lastCopies(
  dir: string,
  doomed: readonly string[],
): Promise<readonly string[]> {
  if (doomed.length === 0) return [];
  const archived = (await readdir(join(dir, '.history')).catch(() => [])).map(
    (name) => `.history/${name}`,
  );
  const kept: string[] = [];
  for (const file of doomed) {
    const text = await textOf(dir, file);
    const name = readArchiveFile(file)?.name;
    if (text === undefined || name === undefined) continue;
    const staying = archived.filter(
      (other) => !doomed.includes(other) && readArchiveFile(other)?.name === name,
    );
    const places = [...(await skillFiles(dir, name)), ...staying, ...kept];
    const texts = await Promise.all(places.map((place) => textOf(dir, place)));
    if (!texts.some((other) => other !== undefined && unified(other) === unified(text))) {
      kept.push(file);
    }
  }
  return kept;
}

/** Where a skill of this name may lie; its folder may have another name. */
async function skillFiles(dir: string, name: string): Promise<readonly string[]> {
  const folders = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return [
    `${name}.md`,
    ...folders.filter((it) => !it.name.startsWith('.')).map((it) => `${it.name}/SKILL.md`),
    ...folders.filter((it) => it.isFile() && it.name.endsWith('.md')).map((it) => it.name),
  ];
}

async function textOf(dir: string, file: string): Promise<string | undefined> {
  return readFile(join(dir, file), 'utf8').catch(() => undefined);
}

/** Editors write line ends and byte order marks as they like. */
function unified(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
