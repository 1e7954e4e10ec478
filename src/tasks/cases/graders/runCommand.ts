import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EnvironmentFault } from '../../../engine/ports';
import { killMarked, MARK } from './detachedProcesses';

export interface CommandRun {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly stdin: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_OUTPUT = 64 * 1024;
/** How long output may still come after the program has ended, from children that outlive it. */
const GRACE_MS = 500;

/** Programs under way: none may outlive this process. */
const alive = new Set<ChildProcess>();

/**
 * Runs a program without a shell, in a process group of its own that ends with it.
 * @throws EnvironmentFault when it cannot be started or takes too long; the signal's reason when
 * aborted. In both cases the whole group is gone before the promise settles.
 */
export async function runCommand(run: CommandRun): Promise<CommandResult> {
  run.signal.throwIfAborted();
  const mark = randomUUID();
  const child = start(run, mark);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      if (output[name].length < MAX_OUTPUT) output[name] += text;
    });
  }
  // A program that does not read its input closes the pipe early; that is its own business.
  child.stdin?.on('error', () => undefined).end(run.stdin);

  let late = false;
  const onAbort = () => killGroup(child);
  const timer = setTimeout(() => {
    late = true;
    killGroup(child);
  }, run.timeoutMs);
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const code = await ended(child, run);
    run.signal.throwIfAborted();
    if (late) throw fault(run, `took longer than ${run.timeoutMs / 1000} s and was stopped`);
    return { code, ...output };
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener('abort', onAbort);
    alive.delete(child);
    if (alive.size === 0) process.off('exit', killAll);
    await killMarked(mark);
  }
}

function start(run: CommandRun, mark: string): ChildProcess {
  const [program = '', ...args] = run.argv;
  const isNode = program === 'node';
  try {
    const child = spawn(isNode ? process.execPath : program, args, {
      cwd: run.cwd,
      // The group lets us end children of the program too; Windows has none and uses taskkill.
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: {
        ...forGraders(process.env),
        [MARK]: mark,
        // An editor's own Node only behaves like one when told to.
        ...(isNode && process.versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
        ...run.env,
      },
    });
    if (alive.size === 0) process.once('exit', killAll);
    alive.add(child);
    return child;
  } catch (error) {
    throw fault(
      run,
      `could not be started: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function ended(child: ChildProcess, run: CommandRun): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(fault(run, `could not be started: ${error.message}`)));
    child.once('close', (code) => resolve(code));
    child.once('exit', (code) => {
      killGroup(child);
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(code);
      }, GRACE_MS).unref();
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') {
      if (child.exitCode === null) {
        spawn('taskkill', ['/pid', String(child.pid), '/T', '/F']).on('error', () => child.kill());
      }
    } else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function killAll(): void {
  for (const child of alive) killGroup(child);
}

/**
 * What a program needs to find its way on this machine, and nothing else: no key, no ticket, no address. What it
 * prints ends up in transcripts.
 */
const NEEDED =
  /^(?:PATH|PATHEXT|HOME|USER|LOGNAME|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMP|TEMP|TMPDIR|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PROGRAMFILES.*|PROGRAMDATA|APPDATA|LOCALAPPDATA|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE|OS|XDG_(?:CACHE|CONFIG|DATA)_HOME|VIRTUAL_ENV|CONDA_PREFIX|PYTHON(?:PATH|HOME|IOENCODING|UTF8|DONTWRITEBYTECODE)|NODE_PATH|JAVA_HOME|GOPATH|GOROOT|CARGO_HOME|RUSTUP_HOME|GEM_(?:HOME|PATH)|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|CI|NO_COLOR|TERM)$/i;

function forGraders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.test(name)));
}

function fault(run: CommandRun, what: string): EnvironmentFault {
  return new EnvironmentFault(`the grader \`${run.argv.join(' ')}\` ${what}`);
}
