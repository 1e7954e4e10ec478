/** A private code-server on a free port of this machine: the real workbench and the real extension host. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { cleanEnv, type Env } from './cleanEnv';
import { servedEntry, servedNode } from './places';
import type { Profile } from './profile';

export interface ServerOptions {
  readonly env?: Env;
  /** 0, the default, is any free one. */
  readonly port?: number;
  /**
   * A built VS Code obeys `extensionDevelopmentPath` and `extensionTestsPath` only with this driver on, and says
   * nothing otherwise. The same driver keeps notifications from popping up, so it is off for a person.
   */
  readonly runsSuites?: boolean;
  /** Waits for a person however long; others go away when nobody has looked at them for five minutes. */
  readonly staysIdle?: boolean;
  /** Hears whatever the server and its extension host print. */
  readonly onOutput?: (text: string) => void;
}

export interface WindowOptions {
  readonly folder: string;
  readonly extensionDevelopmentPath?: string;
  /** A whole file name: nothing appends `.js` here. */
  readonly extensionTestsPath?: string;
}

/** Nothing is looked up in a marketplace. */
const noGallery: Env = {
  EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',
};

const startTimeoutMs = 120_000;
const patienceBeforeKillMs = 5_000;

function profileArgs(profile: Profile): string[] {
  return [
    servedEntry,
    ...['--config', profile.config],
    ...['--user-data-dir', profile.data],
    ...['--extensions-dir', profile.extensions],
  ];
}

/** Runs code-server's own command line once, for example with `--install-extension`. */
export function runCodeServer(profile: Profile, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(servedNode, [...profileArgs(profile), ...args], {
      env: cleanEnv(noGallery),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const listen = (data: Buffer): void => void (output += data.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`code-server ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}

export class CodeServer {
  readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly endGroup: (signal: NodeJS.Signals) => void,
    private readonly runsSuites: boolean,
  ) {
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static async start(profile: Profile, options: ServerOptions = {}): Promise<CodeServer> {
    const { env = {}, port = 0, runsSuites = false, staysIdle = false, onOutput } = options;
    const args = [
      ...profileArgs(profile),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-proxy'],
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      // Whatever becomes of us, a server nobody looks at goes away by itself.
      ...(staysIdle ? [] : ['--idle-timeout-seconds', '300']),
      ...(profile.trusted ? ['--disable-workspace-trust'] : []),
      ...(runsSuites ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ];
    // A group of its own, so that the extension host and what it started end with it.
    const child = spawn(servedNode, args, {
      env: cleanEnv({ ...noGallery, ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const endGroup = (signal: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    const endWithUs = (): void => endGroup('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    const url = await listening(child, onOutput).catch((error: unknown) => {
      endGroup('SIGKILL');
      throw error;
    });
    return new CodeServer(child, url, endGroup, runsSuites);
  }

  /** The address of a window on a folder, with an extension under development and its suite if asked for. */
  windowUrl(window: WindowOptions): string {
    const { folder, extensionDevelopmentPath, extensionTestsPath } = window;
    if (extensionTestsPath !== undefined && !this.runsSuites) {
      throw new Error('Only a server started with `runsSuites` runs a suite.');
    }
    const url = new URL(this.url);
    const remote = (file: string): string =>
      `vscode-remote://${url.host}${encodeURI(path.resolve(file))}`;
    const payload = [
      ...(extensionDevelopmentPath === undefined
        ? []
        : [['extensionDevelopmentPath', remote(extensionDevelopmentPath)]]),
      ...(extensionTestsPath === undefined
        ? []
        : [['extensionTestsPath', remote(extensionTestsPath)]]),
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    url.searchParams.set('folder', path.resolve(folder));
    url.searchParams.set('payload', JSON.stringify(payload));
    return url.toString();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.endGroup('SIGTERM');
      const timer = setTimeout(() => this.endGroup('SIGKILL'), patienceBeforeKillMs);
      await this.ended;
      clearTimeout(timer);
    }
    // The leader is gone; whoever is left of its group has had the same time to leave.
    this.endGroup('SIGKILL');
  }
}

/** Resolves with the address once the server names it. */
function listening(
  child: ChildProcess,
  onOutput: ((text: string) => void) | undefined,
): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`code-server did not start within ${startTimeoutMs} ms:\n${output}`)),
      startTimeoutMs,
    );
    const listen = (data: Buffer): void => {
      onOutput?.(data.toString());
      if (output.length < 100_000) output += data.toString();
      const url = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(`${url}/`);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`code-server ended with ${code}:\n${output}`));
    });
  });
}
