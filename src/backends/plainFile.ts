import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Never waits for the writer of a pipe, and never takes a terminal over. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const CHUNK = 1 << 16;

/**
 * A text file that somebody else may have put there: a regular one, of at most so many bytes. A link to one counts
 * as one.
 * @throws Error saying what it is instead; system errors as they are.
 */
export function readPlainFile(file: string, maxBytes: number): string {
  const fd = openSync(file, FLAGS);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new Error('It is no regular file.');
    if (stats.size > maxBytes) throw tooLarge(maxBytes);
    // Some files have more in them than they say.
    const parts: Buffer[] = [];
    for (let total = 0; ;) {
      const part = Buffer.allocUnsafe(CHUNK);
      const read = readSync(fd, part, 0, CHUNK, null);
      if (read === 0) return Buffer.concat(parts, total).toString('utf8');
      total += read;
      if (total > maxBytes) throw tooLarge(maxBytes);
      parts.push(part.subarray(0, read));
    }
  } finally {
    closeSync(fd);
  }
}

function tooLarge(maxBytes: number): Error {
  return new Error(`It is larger than ${Math.round(maxBytes / 1024)} kB.`);
}
