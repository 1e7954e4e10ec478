import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { KeyUse } from '../backends/presets';
import type { Env } from '../config/createModels';

/**
 * Which variables the person allowed to be sent where: a list of `NAME@ORIGIN` in a file of their own, never in a
 * workspace. No key stands in it.
 */
export function allowedKeysFile(env: Env): string {
  // A relative folder would be one of the workspace.
  const given = [env['XDG_CONFIG_HOME'], process.platform === 'win32' ? env['APPDATA'] : undefined];
  const folder = given.find((it) => it !== undefined && isAbsolute(it));
  return join(folder ?? join(homedir(), '.config'), 'grasp', 'allowed-keys.json');
}

/** What was allowed before; what is no such list allows nothing. */
export async function readAllowedKeys(file: string): Promise<readonly KeyUse[]> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(value) ? value.filter(isKeyUse) : [];
  } catch {
    return [];
  }
}

/** @throws when the file cannot be written: then it is asked again next time. */
export async function rememberAllowedKeys(file: string, uses: readonly KeyUse[]): Promise<void> {
  const known = await readAllowedKeys(file);
  const all = [...known, ...uses].map(({ variable, origin }) => ({ variable, origin }));
  const distinct = [...new Map(all.map((use) => [JSON.stringify(use), use])).values()];
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, `${JSON.stringify(distinct, null, 2)}\n`, { mode: 0o600 });
}

function isKeyUse(value: unknown): value is KeyUse {
  return (
    typeof value === 'object' &&
    value !== null &&
    'variable' in value &&
    typeof value.variable === 'string' &&
    'origin' in value &&
    typeof value.origin === 'string'
  );
}
