import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { UserError } from '../util/errors';
import { LineSplitter, type LineHandler } from './lineSplitter';
import { StorageError, withFile } from './systemError';

/** Where a line lies, without its newline. */
export interface LinePlace {
  readonly at: number;
  readonly bytes: number;
}

const CHUNK = 1 << 18;
const NEWLINE = 0x0a;

/**
 * A file of lines that only grows, with one writer. A line is there once `append` has returned, whatever
 * becomes of the process; a line that a kill cut in two is cut off when the file is opened again.
 */
export class LineFile {
  readonly path: string;
  readonly #fd: number;
  #size: number;
  #open = true;

  /** @throws UserError when the file cannot be written. */
  constructor(path: string) {
    this.path = path;
    // A link planted in a run directory must not make us append to somebody else's file.
    const noFollow = constants.O_NOFOLLOW ?? 0;
    const flags =
      constants.O_RDWR |
      constants.O_APPEND |
      constants.O_CREAT |
      noFollow |
      // A pipe that was put here shall not be waited for.
      (constants.O_NONBLOCK ?? 0);
    this.#fd = withFile(path, () => openSync(path, flags, 0o644));
    const stats = fstatSync(this.#fd);
    if (!stats.isFile()) {
      closeSync(this.#fd);
      throw new UserError('this is no regular file', {
        place: { file: path },
        fix: 'Remove it.',
      });
    }
    this.#size = stats.size;
    this.#cutTail();
  }

  /** Bytes in whole lines. */
  get size(): number {
    return this.#size;
  }

  /** Appends one line; `text` holds no newline. @throws UserError when the disk is full. */
  append(text: string): LinePlace {
    const line = Buffer.from(`${text}\n`);
    const at = this.#size;
    withFile(this.path, () => {
      this.#refuseRemoved();
      let written = 0;
      try {
        while (written < line.length) written += writeSync(this.#fd, line, written);
      } catch (error) {
        if (written > 0) ftruncateSync(this.#fd, at);
        throw error;
      }
    });
    this.#size += line.length;
    return { at, bytes: line.length - 1 };
  }

  /** What is written to a file that was deleted is written to nowhere. */
  #refuseRemoved(): void {
    if (fstatSync(this.#fd).nlink > 0) return;
    throw new StorageError('the run directory was removed while it was in use', {
      place: { file: this.path },
      fix: 'What was measured is lost with it. Start the run anew under another --run-name.',
    });
  }

  /** @throws UserError when the file does not reach that far. */
  read(place: LinePlace): string {
    const { at, bytes } = place;
    if (!isInside(place, this.#size)) {
      throw new UserError(`there is no line at ${at}`, { place: { file: this.path } });
    }
    const buffer = Buffer.allocUnsafe(bytes);
    let filled = 0;
    withFile(this.path, () => {
      while (filled < bytes) {
        const n = readSync(this.#fd, buffer, filled, bytes - filled, at + filled);
        if (n === 0) break;
        filled += n;
      }
    });
    return buffer.toString('utf8', 0, filled);
  }

  /** The line that starts at `at`, whatever its length. */
  readLine(at: number): string {
    const buffer = Buffer.allocUnsafe(4096);
    const splitter = new LineSplitter(at);
    let found: string | undefined;
    for (let from = at; found === undefined && from < this.#size;) {
      const n = readSync(this.#fd, buffer, 0, buffer.length, from);
      if (n === 0) break;
      from += n;
      splitter.push(buffer.subarray(0, n), (line) => {
        found ??= line.toString('utf8');
      });
    }
    return found ?? '';
  }

  /** Every line from the first on. */
  scan(onLine: LineHandler): void {
    const buffer = Buffer.allocUnsafe(CHUNK);
    const splitter = new LineSplitter();
    for (let from = 0; from < this.#size;) {
      const n = readSync(this.#fd, buffer, 0, buffer.length, from);
      if (n === 0) break;
      from += n;
      splitter.push(buffer.subarray(0, n), onLine);
    }
  }

  /** Waits until the lines are on the disk itself, so that they survive a power cut. */
  sync(): void {
    withFile(this.path, () => fsyncSync(this.#fd));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #cutTail(): void {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, this.#size)));
    let end = this.#size;
    let whole = 0;
    while (end > 0) {
      const from = Math.max(0, end - buffer.length);
      const n = readSync(this.#fd, buffer, 0, end - from, from);
      const newline = buffer.subarray(0, n).lastIndexOf(NEWLINE);
      if (newline >= 0) {
        whole = from + newline + 1;
        break;
      }
      end = from;
    }
    if (whole === this.#size) return;
    ftruncateSync(this.#fd, whole);
    this.#size = whole;
  }
}

/** Does the place lie inside a file of this size? References come from files, so they may say anything. */
export function isInside({ at, bytes }: LinePlace, size: number): boolean {
  return (
    Number.isSafeInteger(at) &&
    Number.isSafeInteger(bytes) &&
    at >= 0 &&
    bytes >= 0 &&
    at + bytes <= size
  );
}
