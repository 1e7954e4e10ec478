import { closeSync, constants, fstatSync, openSync, readSync, watch, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Decision } from '../engine/learn/events';
import { tryParse } from './json';
import { LineSplitter } from './lineSplitter';
import { isDecision } from './runEvent';
import { errorCode, withFile } from './systemError';

const POLL_MS = 250;
const NEWLINE = 0x0a;

export function decisionsPath(runDir: string): string {
  return join(runDir, 'decisions.jsonl');
}

/**
 * Appends what the author decided; any process may, while the run lives or after it. One write, so that
 * lines of two writers never mix. @throws UserError when the file cannot be written.
 */
export function appendDecision(runDir: string, decision: Decision): void {
  const path = decisionsPath(runDir);
  withFile(path, () => {
    const noFollow = constants.O_NOFOLLOW ?? 0;
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noFollow;
    const fd = openSync(path, flags, 0o644);
    try {
      // Whoever wrote before may have been killed in the middle of a line.
      const start = endsInsideLine(fd) ? '\n' : '';
      writeSync(fd, `${start}${JSON.stringify(decision)}\n`);
    } finally {
      closeSync(fd);
    }
  });
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

/** The decisions of a run, read as they come in. Each keeps its number for the life of the run. */
export class Decisions {
  readonly #path: string;
  readonly #known: Decision[] = [];
  #splitter = new LineSplitter();
  #read = 0;
  #bad = 0;
  #hasLost = false;

  constructor(runDir: string) {
    this.#path = decisionsPath(runDir);
  }

  /** Is something known that the file no longer holds? */
  get hasLost(): boolean {
    return this.#hasLost;
  }

  /** Lines that are no decisions. */
  get badLines(): number {
    return this.#bad;
  }

  from(first: number): readonly Decision[] {
    this.#readOn();
    return this.#known.slice(first);
  }

  /** Resolves once there are more than `known`. Rejects with the signal's reason. */
  more(known: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        try {
          if (!signal.aborted && this.from(known).length === 0) return;
          stop();
          if (signal.aborted) reject(signal.reason);
          else resolve();
        } catch (error) {
          stop();
          reject(error);
        }
      };
      // Watching is quick but not reliable everywhere (network drives, too many watches); the poll is.
      const poll = setInterval(settle, POLL_MS);
      const watcher = watchFile(this.#path, settle);
      const stop = (): void => {
        clearInterval(poll);
        watcher?.close();
        signal.removeEventListener('abort', settle);
      };
      signal.addEventListener('abort', settle);
      settle();
    });
  }

  #readOn(): void {
    let fd: number;
    try {
      const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
      fd = openSync(this.#path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return this.#startOver();
      throw error;
    }
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return;
      const { size } = stats;
      if (size < this.#read) this.#startOver();
      const buffer = Buffer.alloc(size - this.#read);
      const n = readSync(fd, buffer, 0, buffer.length, this.#read);
      this.#read += n;
      this.#splitter.push(buffer.subarray(0, n), (line) => this.#take(line.toString('utf8')));
    } finally {
      closeSync(fd);
    }
  }

  #take(line: string): void {
    if (line.trim() === '') return;
    const value = tryParse(line);
    if (isDecision(value)) this.#known.push(value);
    else this.#bad += 1;
  }

  /** The file was emptied or removed: what is known stays known, what comes is new. */
  #startOver(): void {
    this.#hasLost ||= this.#known.length > 0;
    this.#splitter = new LineSplitter();
    this.#read = 0;
  }
}

function watchFile(path: string, onChange: () => void): { close(): void } | undefined {
  try {
    const name = basename(path);
    const watcher = watch(dirname(path), (_event, changed) => {
      if (changed === null || changed === name) onChange();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
