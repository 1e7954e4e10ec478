import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isNumber, isShape, isString } from './guards';
import { tryParse } from './json';
import { errorCode } from './systemError';

/** Who holds a run directory. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  /** Which processes it sees, where the system says so: a pid means nothing in another container. */
  readonly pidSpace?: string;
  /** Tells this process from a later one with the same pid, where the system says so. */
  readonly processStart?: string;
  /** Set once the owner let go. */
  readonly released?: string;
}

const isOwner = isShape<LockOwner>({ pid: isNumber, host: isString, since: isString });

export function parseOwner(text: string): LockOwner | undefined {
  const value = tryParse(text);
  return isOwner(value) ? value : undefined;
}

export function thisOwner(): LockOwner {
  const processStart = startOf(process.pid);
  const pidSpace = ownPidSpace();
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(pidSpace === undefined ? {} : { pidSpace }),
    ...(processStart === undefined ? {} : { processStart }),
  };
}

/** Can this process look at the one that wrote this? */
export function canSee({ pidSpace }: LockOwner): boolean {
  const own = ownPidSpace();
  return pidSpace === undefined || own === undefined || pidSpace === own;
}

function ownPidSpace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** Is the process that wrote this still there? Only to be asked on its own host. */
export function isAlive({ pid, processStart }: LockOwner): boolean {
  // Signal 0 to a pid of 0 or below would ask about process groups.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  // On Linux every owner of ours has written when it began; another process may have the pid by now.
  if (processStart === undefined) return process.platform !== 'linux';
  const start = startOf(pid);
  return start === undefined || start === processStart;
}

/** Boot and start time of a process, which together no two processes of one pid share. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    return state === 'Z' ? 'ended' : `${boot}:${ticks ?? ''}`;
  } catch {
    return undefined;
  }
}
