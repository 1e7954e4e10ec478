/** Writing inside a run directory, and nowhere else. */
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../util/errors';
import { errorCode, withFile } from './systemError';

const MAX_PATH_BYTES = 1024;
const unsafe = /[\\:*?"<>|\p{Cc}]/u;

/**
 * The parts of a relative path with `/`, if it stays where it is put on every system. Names of skills
 * come from models and from other people's files. @throws UserError when it does not stay.
 */
export function safeParts(path: string): readonly string[] {
  const parts = path.split('/');
  const isSafe =
    Buffer.byteLength(path) <= MAX_PATH_BYTES &&
    !unsafe.test(path) &&
    parts.every((part) => part !== '' && !/[. ]$/.test(part));
  if (!isSafe) throw new UserError(`${JSON.stringify(path)} is not a path inside a library`);
  return parts;
}

/** Folders and files of one run. Links inside it are never followed. */
export class RunFiles {
  constructor(readonly root: string) {}

  path(relative: string): string {
    return join(this.root, ...safeParts(relative));
  }

  exists(relative: string): boolean {
    return lstat(this.#inside(relative))?.isFile() === true;
  }

  /** Replaces the whole file: readers see the old text or the new one. */
  replace(relative: string, text: string): void {
    const path = this.prepare(relative);
    withFile(path, () => {
      if (lstat(path)?.isSymbolicLink()) rmSync(path);
      writeFileAtomic.sync(path, text);
    });
  }

  /** Writes chunk by chunk, from the start or behind what is there, and flushes to the disk. */
  stream(relative: string, mode: 'replace' | 'append', chunks: Iterable<string>): void {
    this.#open(relative, mode, (fd) => {
      for (const chunk of chunks) writeAll(fd, chunk);
      fsyncSync(fd);
    });
  }

  /** Appends without flushing: for what may be lost to a power cut. */
  append(relative: string, text: string): void {
    this.#open(relative, 'append', (fd) => writeAll(fd, text));
  }

  remove(relative: string): void {
    rmSync(this.#inside(relative), { force: true, recursive: true });
  }

  removeIfEmpty(relative: string): void {
    const folder = this.#inside(relative);
    if (lstat(folder)?.isDirectory() === true && readdirSync(folder).length === 0) {
      rmdirSync(folder);
    }
  }

  /** Files below a folder, relative to it, with `/`. Links are listed like files. */
  list(relative: string): readonly string[] {
    const folder = this.#inside(relative);
    if (lstat(folder)?.isDirectory() !== true) return [];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? this.list(`${relative}/${entry.name}`).map((file) => `${entry.name}/${file}`)
        : [entry.name],
    );
  }

  /** The path, after a look at every folder on the way: deleting must not follow a link either. */
  #inside(relative: string): string {
    let folder = this.root;
    for (const part of safeParts(relative).slice(0, -1)) {
      folder = join(folder, part);
      refuseLink(folder);
    }
    return this.path(relative);
  }

  #open(relative: string, mode: 'replace' | 'append', use: (fd: number) => void): void {
    const path = this.prepare(relative);
    const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND, O_NOFOLLOW } = constants;
    const flags = O_WRONLY | O_CREAT | (O_NOFOLLOW ?? 0) | (mode === 'append' ? O_APPEND : O_TRUNC);
    withFile(path, () => {
      const fd = openSync(path, flags, 0o644);
      try {
        use(fd);
      } finally {
        closeSync(fd);
      }
    });
  }

  /** Makes the folders on the way; a link among them would lead out of the run. */
  prepare(relative: string): string {
    const path = this.path(relative);
    withFile(dirname(path), () => {
      let folder = this.root;
      for (const part of safeParts(relative).slice(0, -1)) {
        folder = join(folder, part);
        refuseLink(folder);
        mkdirSync(folder, { recursive: true });
      }
    });
    return path;
  }
}

/** @throws UserError when this is a link: nothing in a run leads out of it. */
export function refuseLink(path: string): void {
  if (lstat(path)?.isSymbolicLink() !== true) return;
  throw new UserError('a run stays inside its own folder, and this is a link', {
    place: { file: path },
    fix: 'Remove the link.',
  });
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function lstat(path: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
