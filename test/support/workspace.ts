/**
 * Folders to open in an editor: the simulated quickstart with a library, a config and, if asked for, runs.
 *
 *   const workspace = await makeWorkspace({ finishedRun: true });
 *   workspace.folder, workspace.library, workspace.config, workspace.run   // absolute paths
 *   await workspace.remove();
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repository, run, start } from './commandLine';
import { readEvents } from './commandLine';

export interface WorkspaceOptions {
  /** A run that has learned to its end, in `runs/quickstart`. Really run, once per test process, then copied. */
  readonly finishedRun?: boolean;
  /** A git repository with one commit of everything but the runs. */
  readonly git?: boolean;
  /** Further files by their path in the workspace; they replace what is there. */
  readonly files?: Readonly<Record<string, string>>;
}

export const finishedRunName = 'quickstart';

export class Workspace {
  readonly #live: LiveRun[] = [];

  constructor(readonly folder: string) {}

  at(...segments: readonly string[]): string {
    return path.join(this.folder, ...segments);
  }

  /** The author's library: what the config names as `library_dir`. */
  get library(): string {
    return this.at('skills/quickstart');
  }

  get config(): string {
    return this.at('configs/quickstart.yaml');
  }

  /** Where runs go. */
  get runs(): string {
    return this.at('runs');
  }

  /** The finished run, if it was asked for. */
  get run(): string {
    return path.join(this.runs, finishedRunName);
  }

  /**
   * A run that has begun and waits for the author's decision on its first edits, as long as nobody decides. It
   * ends with the workspace at the latest.
   */
  async startWaitingRun(name = 'live'): Promise<LiveRun> {
    const live = new LiveRun(this, name);
    this.#live.push(live);
    await live.waits();
    return live;
  }

  async remove(): Promise<void> {
    await Promise.all(this.#live.map((live) => live.stop()));
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export class LiveRun {
  readonly #started;
  readonly folder: string;

  constructor(workspace: Workspace, name: string) {
    this.folder = path.join(workspace.runs, name);
    this.#started = start([...learn(name), '--review', 'ask'], { cwd: workspace.folder });
  }

  /** The edits it waits for, by id. */
  async waits(): Promise<readonly string[]> {
    let ended: string | undefined;
    void this.#started.finished.then(({ code, stderr }) => (ended = `${code}: ${stderr}`));
    for (;;) {
      const events = await readEvents(this.folder);
      const waiting = events.findLast(({ type }) => type === 'run.waiting');
      if (waiting) return waiting['edits'] as string[];
      if (ended !== undefined) throw new Error(`the run ended before it asked: ${ended}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    this.#started.child.kill('SIGINT');
    await this.#started.finished;
  }
}

function learn(name: string): string[] {
  return ['learn', '--config', 'configs/quickstart.yaml', '--run-name', name];
}

let finished: Promise<string> | undefined;

/** The run directory of a run that was learned to its end in a workspace of its own. */
function finishedRun(): Promise<string> {
  finished ??= (async () => {
    const workspace = await emptyWorkspace();
    const { code, stderr } = await run(learn(finishedRunName), { cwd: workspace.folder });
    if (code !== 0) throw new Error(`the quickstart could not be learned: ${stderr}`);
    return workspace.run;
  })();
  return finished;
}

async function emptyWorkspace(): Promise<Workspace> {
  // The real path: the editor resolves links, and a test compares addresses.
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'workspace-')));
  await mkdir(path.join(folder, 'configs'));
  for (const part of ['configs/quickstart.yaml', 'skills/base', 'skills/quickstart']) {
    await cp(path.join(repository, part), path.join(folder, part), { recursive: true });
  }
  return new Workspace(folder);
}

export async function makeWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await emptyWorkspace();
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(workspace.at(name)), { recursive: true });
    await writeFile(workspace.at(name), text);
  }
  if (options.git === true) commitAll(workspace);
  if (options.finishedRun === true) {
    await cp(await finishedRun(), workspace.run, { recursive: true });
  }
  return workspace;
}

function commitAll(workspace: Workspace): void {
  const git = (...args: string[]): void =>
    void execFileSync(
      'git',
      ['-c', 'user.name=Author', '-c', 'user.email=author@example.com', ...args],
      { cwd: workspace.folder, stdio: 'ignore' },
    );
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
}
