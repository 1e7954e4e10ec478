/**
 * One process per run directory. The lock is the highest-numbered file `run.<n>.lock`; whoever finds its
 * owner gone creates the next number, which only one process can. The highest file is never removed, not
 * even on release, so that a process that looked long ago cannot believe it was first.
 */
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../util/errors';
import { canSee, isAlive, parseOwner, thisOwner, type LockOwner } from './lockOwner';
import { errorCode, StorageError, withFile } from './systemError';

const lockName = /^run\.([1-9][0-9]{0,8})\.lock$/;
/** There is no number after this one that would still be seen as a lock. */
const LAST_LOCK = 999_999_999;
const HEARTBEAT_MS = 5_000;
/** On this machine clocks agree: a process that cannot be looked at, in a container say, is known by its heartbeat. */
const SILENT_MS = 60_000;
/** A lock of another host that has not been touched for so long is nobody's. */
const STALE_MS = 10 * 60_000;
/** A lock file is empty for the instant between its creation and its first write. */
const UNWRITTEN_MS = 2_000;

export interface Lock {
  /** @throws StorageError when another process has taken the run over. */
  check(): void;
  release(): void;
}

export function isLockFile(name: string): boolean {
  return lockName.test(name);
}

/** The process that holds the directory now, if any does. */
export function lockOwner(dir: string): LockOwner | undefined {
  const highest = highestLock(dir);
  return highest === 0 ? undefined : holder(dir, highest);
}

/** The process that held the directory last, whether or not it still does. */
export function lastOwner(dir: string): LockOwner | undefined {
  const highest = highestLock(dir);
  if (highest === 0) return undefined;
  try {
    return parseOwner(readFileSync(lockPath(dir, highest), 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws UserError naming the owner when the directory is held. */
export function takeLock(dir: string): Lock {
  for (;;) {
    const highest = highestLock(dir);
    const owner = highest === 0 ? undefined : holder(dir, highest);
    if (owner) throw held(lockPath(dir, highest), owner);
    if (highest >= LAST_LOCK) throw exhausted(lockPath(dir, highest));
    const mine = highest + 1;
    if (!create(lockPath(dir, mine))) continue;
    if (highestLock(dir) > mine) {
      rmSync(lockPath(dir, mine), { force: true });
      continue;
    }
    removeBelow(dir, mine);
    return hold(lockPath(dir, mine));
  }
}

function hold(path: string): Lock {
  const heartbeat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Somebody removed the run; its next write will say so.
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let isHeld = true;
  return {
    check() {
      // Whoever takes a run over removes the locks before its own.
      if (!isHeld || statSync(path, { throwIfNoEntry: false }) !== undefined) return;
      throw new StorageError('another process has taken this run over, or removed it', {
        place: { file: dirname(path) },
        fix: 'Let that process go on, or stop it and go on with --resume.',
      });
    },
    release() {
      if (!isHeld) return;
      isHeld = false;
      clearInterval(heartbeat);
      try {
        const released = new Date().toISOString();
        writeFileSync(path, JSON.stringify({ ...thisOwner(), released }), { flag: 'r+' });
      } catch {
        // Removed with the run, or the disk is full: this process ends, which says the same.
      }
    },
  };
}

/** Who holds the lock file, or nobody: released, dead, or silent for long on another host. */
function holder(dir: string, n: number): LockOwner | undefined {
  const path = lockPath(dir, n);
  try {
    const owner = parseOwner(readFileSync(path, 'utf8'));
    const age = Date.now() - statSync(path).mtimeMs;
    if (!owner) return age < UNWRITTEN_MS ? unwritten(path) : undefined;
    if (owner.released !== undefined) return undefined;
    if (owner.host !== hostname()) return age < STALE_MS ? owner : undefined;
    // Its number means something only among the processes that this one sees.
    const isHeld = canSee(owner) ? isAlive(owner) : age < SILENT_MS;
    return isHeld ? owner : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function exhausted(path: string): UserError {
  return new UserError('this lock file has the last number there is', {
    place: { file: path },
    fix: 'No run has made it. Delete it if no process writes this run.',
  });
}

function unwritten(path: string): LockOwner {
  return { pid: 0, host: hostname(), since: statSync(path).mtime.toISOString() };
}

function held(path: string, owner: LockOwner): UserError {
  const isHere = owner.host === hostname();
  const who = owner.pid === 0 ? 'another process' : `process ${owner.pid}`;
  const where = isHere ? '' : ` on ${owner.host}`;
  const stop =
    owner.pid === process.pid && isHere ? 'Close it first.' : `Stop ${who}${where} first`;
  return new UserError(`this run is being written by ${who}${where} since ${owner.since}`, {
    place: { file: path },
    fix: stop.endsWith('.')
      ? stop
      : isHere && !canSee(owner)
        ? `It runs in another container of this machine; its last sign of life was ${silence(path)} s ago. Stop it first, or give this run another name.`
        : `${stop}, or give this run another name. If that process is no run, delete this file.`,
  });
}

function silence(path: string): number {
  const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Math.max(0, Math.round((Date.now() - mtimeMs) / 1000));
}

function create(path: string): boolean {
  return withFile(path, () => {
    try {
      writeFileSync(path, JSON.stringify(thisOwner()), { flag: 'wx' });
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

function removeBelow(dir: string, mine: number): void {
  for (const n of lockNumbers(dir)) if (n < mine) rmSync(lockPath(dir, n), { force: true });
}

function lockPath(dir: string, n: number): string {
  return join(dir, `run.${n}.lock`);
}

function highestLock(dir: string): number {
  return Math.max(0, ...lockNumbers(dir));
}

function lockNumbers(dir: string): readonly number[] {
  try {
    return readdirSync(dir).flatMap((name) => {
      const n = lockName.exec(name)?.[1];
      return n === undefined ? [] : [Number(n)];
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
