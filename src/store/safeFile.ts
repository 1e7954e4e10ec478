/**
 * Reads files that somebody else may have put there. A device, a pipe or a file without end would take the process
 * with it, and a link could lead anywhere: only regular files are read, and no more of them than is allowed.
 */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../util/errors';
import { errorCode } from './systemError';

export type Refusal = 'link' | 'not-a-file' | 'too-large';

/** The file is not read for what it is; nothing is wrong with the disk. */
export class FileRefused extends UserError {
  constructor(
    readonly why: Refusal,
    file: string,
    message: string,
  ) {
    super(message, { place: { file } });
  }
}

export interface SafeRead {
  /** Longer files are refused, in bytes. */
  readonly maxBytes: number;
  /** Nothing on the way from this folder down to the file may be a link; links above it are the person's. */
  readonly within?: string;
}

/** Never waits for the writer of a pipe, and never takes a terminal over. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const CHUNK = 1 << 20;

/**
 * The bytes of a regular file.
 * @throws FileRefused for anything else; system errors (ENOENT, …) as they are.
 */
export async function readBytes(file: string, options: SafeRead): Promise<Buffer> {
  const { maxBytes, within } = options;
  if (within !== undefined) await refuseLinks(within, file);
  const isOpened = await lstat(file);
  if (isOpened.isFIFO() || isOpened.isSocket()) throw notAFile(file);
  const handle = await open(
    file,
    within === undefined ? OPEN_FLAGS : OPEN_FLAGS | (constants.O_NOFOLLOW ?? 0),
  );
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw notAFile(file);
    if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
    // Some files have more in them than they say, and some grow while they are read.
    const parts: Buffer[] = [];
    for (let total = 0; ;) {
      const { bytesRead, buffer } = await handle.read(
        Buffer.allocUnsafe(Math.min(CHUNK, Math.max(4_096, stats.size - total + 1))),
      );
      if (bytesRead === 0) return Buffer.concat(parts, total);
      total += bytesRead;
      if (total > maxBytes) throw tooLarge(file, maxBytes);
      parts.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** As {@link readBytes}, as text; `undefined` when there is no such file. */
export async function readTextIfThere(
  file: string,
  options: SafeRead,
): Promise<string | undefined> {
  try {
    return (await readBytes(file, options)).toString('utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Checks every part of a path from `root` (which may itself be reached by a link) down to the target, as far as it
 * exists. @throws FileRefused when one is a link, or when the target does not lie in `root`.
 */
export async function refuseLinks(root: string, target: string): Promise<void> {
  const way = path.relative(root, target);
  if (way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)) {
    throw new FileRefused('link', target, `It does not lie in ${root}.`);
  }
  let at = root;
  for (const part of way.split(path.sep)) {
    if (part === '') continue;
    at = path.join(at, part);
    const stats = await lstat(at).catch((error: unknown) => {
      const code = errorCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (stats === undefined) return;
    if (stats.isSymbolicLink()) {
      throw new FileRefused('link', at, 'It is a link, and links in here are not followed.');
    }
  }
}

function notAFile(file: string): FileRefused {
  return new FileRefused('not-a-file', file, 'It is no regular file.');
}

function tooLarge(file: string, maxBytes: number): FileRefused {
  const size = maxBytes >= 1e6 ? `${maxBytes / 1e6} MB` : `${maxBytes / 1e3} kB`;
  return new FileRefused('too-large', file, `It is larger than ${size}.`);
}
