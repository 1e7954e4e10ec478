import { dirname, isAbsolute, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunState } from '../../store/runState';
import { Disposables } from './disposables';
import { findRuns } from './findRuns';
import { setting } from './ids';
import { isWithin } from './libraryPlaces';
import { RunFollower } from './runFollower';
import { mergeRuns, type KnownRun, type RunsRoot } from './runRoots';
import { RunWatch } from './runWatch';
import { changes, settings } from './settings';

export type { KnownRun, RunsRoot } from './runRoots';

/** `list`: runs came, went or moved. `run`: one of them has something new to tell. */
export type RunsChange =
  { readonly kind: 'list' } | { readonly kind: 'run'; readonly run: KnownRun };

const OPENED = 'grasp.openedFolders';
const POLL_MS = 400;
const RESCAN_MS = 300;
/** How long a run that was started may take to show up. */
const PATIENCE_MS = 60_000;
/** Locks that are looked at in one go. */
const AT_ONCE = 25;

/**
 * The runs of the workspace and of folders opened beside it. Listing reads no journal; a run's state is read
 * when somebody asks for it, and read on from there. Runs under way are looked at a few times a second.
 */
export class RunCatalog implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<RunsChange>());
  readonly #followers = new Map<string, RunFollower>();
  /** Directories of runs that were started and are not there yet, and how long they are waited for. */
  readonly #expected = new Map<string, number>();
  readonly #watch = this.#disposables.add(
    new RunWatch({
      onMoved: () => this.#rescanSoon(),
      onWritten: (dir) => void this.#told(dir),
    }),
  );
  #runs: Promise<readonly KnownRun[]> | undefined;
  #rescan: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => {
        if (changes(event, setting.runsFolders)) this.refresh();
      }),
    );
  }

  /** Newest first. The first call starts watching. */
  list(): Promise<readonly KnownRun[]> {
    this.#runs ??= this.#scan();
    return this.#runs;
  }

  /** The run in this directory; absolute. */
  async find(dir: string): Promise<KnownRun | undefined> {
    return (await this.list()).find((it) => it.dir === dir);
  }

  /** Those that a process writes now. Reads no journal. */
  async live(): Promise<readonly KnownRun[]> {
    const { isLive } = await import('../../store/readRun');
    const live: KnownRun[] = [];
    for (const [at, run] of (await this.list()).entries()) {
      if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
      if (safely(() => isLive(run.dir))) live.push(run);
    }
    return live;
  }

  /** What the run has come to, now. @throws UserError when its files cannot be read. */
  async state(run: KnownRun): Promise<RunState> {
    const follower = this.#followers.get(run.dir) ?? new RunFollower(run.dir);
    this.#followers.set(run.dir, follower);
    const state = await follower.readOn();
    this.#keepPolling();
    return state;
  }

  /** What {@link state} gave last, without reading anything. */
  lastState(run: KnownRun): RunState | undefined {
    return this.#followers.get(run.dir)?.last;
  }

  /** Folders of runs opened by hand; absolute. */
  get opened(): readonly string[] {
    return this.memory.get<readonly string[]>(OPENED, []);
  }

  async open(folder: string): Promise<void> {
    await this.memory.update(OPENED, [...new Set([...this.opened, folder])]);
    this.refresh();
  }

  async close(folder: string): Promise<void> {
    await this.memory.update(
      OPENED,
      this.opened.filter((it) => it !== folder),
    );
    this.refresh();
  }

  /** Looks for runs again. */
  refresh(): void {
    if (this.#isDisposed) return;
    this.#runs = undefined;
    this.#changed.fire({ kind: 'list' });
  }

  /**
   * A process was started that is about to write this run: it is looked out for, also where nobody tells of
   * new files. If it lies in no folder of runs, its folder becomes one.
   */
  expect(dir: string): void {
    this.#expected.set(dir, Date.now() + PATIENCE_MS);
    this.#keepPolling();
  }

  /** Folders of runs: the configured ones of every workspace folder, then the opened ones. */
  roots(): readonly RunsRoot[] {
    const configured = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      settings
        .runsFolders(uri)
        .map((name) => (isAbsolute(name) ? name : join(uri.fsPath, name)))
        // A workspace's own settings must not make the editor search the rest of the disk.
        .filter((folder) => vscode.workspace.isTrusted || isWithin(uri.fsPath, folder))
        .map((folder) => ({ folder, isOpened: false })),
    );
    return [...configured, ...this.opened.map((folder) => ({ folder, isOpened: true }))];
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#rescan);
    clearTimeout(this.#poll);
    this.#disposables.dispose();
  }

  async #scan(): Promise<readonly KnownRun[]> {
    const roots = this.roots();
    if (!this.#isDisposed) this.#watch.follow(roots.map(({ folder }) => folder));
    const found = await Promise.all(
      roots.map(async (root) => {
        const runs = await findRuns(root.folder).catch((error: unknown) => {
          this.log.warn(`${root.folder}: ${String(error)}`);
          return [];
        });
        return { root, runs };
      }),
    );
    const runs = mergeRuns(found);
    const known = new Set(runs.map(({ dir }) => dir));
    for (const dir of this.#followers.keys()) if (!known.has(dir)) this.#followers.delete(dir);
    return runs;
  }

  #rescanSoon(): void {
    clearTimeout(this.#rescan);
    this.#rescan = setTimeout(() => this.refresh(), RESCAN_MS);
  }

  async #told(dir: string): Promise<void> {
    const run = await this.find(dir);
    if (run && !this.#isDisposed) this.#changed.fire({ kind: 'run', run });
  }

  /** File watching is not told of everything everywhere (network drives, other processes): runs under way are polled. */
  #keepPolling(): void {
    if (this.#poll !== undefined || this.#isDisposed) return;
    const isUnderWay = [...this.#followers.values()].some((follower) => follower.isUnderWay);
    if (!isUnderWay && this.#expected.size === 0) return;
    this.#poll = setTimeout(() => {
      void this.#lookAgain()
        .catch((error: unknown) => this.log.warn(`Looking after runs: ${String(error)}`))
        .finally(() => {
          this.#poll = undefined;
          this.#keepPolling();
        });
    }, POLL_MS);
  }

  async #lookAgain(): Promise<void> {
    for (const [dir, follower] of this.#followers) {
      if (follower.isUnderWay && (await follower.hasNews())) await this.#told(dir);
    }
    for (const [dir, until] of this.#expected) {
      const isThere = (await findRuns(dir)).some((run) => run.dir === dir);
      if (!isThere && Date.now() < until) continue;
      this.#expected.delete(dir);
      if (!isThere) continue;
      if (this.roots().some(({ folder }) => isWithin(folder, dir))) this.refresh();
      else await this.open(dirname(dir));
    }
  }
}

/** A directory that cannot be looked into is nobody's. */
function safely(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}
