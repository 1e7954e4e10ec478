import { join } from 'node:path';
import { UserError } from '../util/errors';

const unsafeCharacter = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const MAX_NAME_BYTES = 120;

/** `YYYYMMDD_HHMMSS` in local time. */
export function defaultRunName(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}_${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

/** Where the run of that name lies. @throws UserError when the name would lead anywhere else. */
export function runPath(outputDir: string, name: string): string {
  const isSafe =
    name !== '' &&
    !unsafeCharacter.test(name) &&
    !/^[.\s]|[.\s]$/.test(name) &&
    Buffer.byteLength(name) <= MAX_NAME_BYTES;
  if (!isSafe) {
    throw new UserError(`${JSON.stringify(name)} cannot be the name of a run`, {
      fix: 'A run name is one folder name: letters, digits, "_", "-", "." inside, no separators.',
      kind: 'usage',
    });
  }
  return join(outputDir, name);
}
