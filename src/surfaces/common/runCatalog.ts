import { isAbsolute, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { RunState } from '../../store/runState';
import { Disposables } from './disposables';
import { findRuns } from './findRuns';
import { setting } from './ids';
import { RunFollower } from './runFollower';
import { changes, settings } from './settings';

/** A run directory that the editor knows of. */
export interface KnownRun {
  /** Absolute; identifies the run. */
  readonly dir: string;
  /** Name of its folder. */
  readonly name: string;
  /** The folder of runs it was found in, absolute. */
  readonly root: string;
  /** Was that folder opened by hand, rather than configured? */
  readonly isOpened: boolean;
  /** When its files last changed; milliseconds since the Unix epoch. */
  readonly changed: number;
}

/** `list`: runs came, went or moved. `run`: one of them has something new to tell. */
export type RunsChange =
  { readonly kind: 'list' } | { readonly kind: 'run'; readonly run: KnownRun };

const OPENED = 'grasp.openedFolders';
const POLL_MS = 400;
const RESCAN_MS = 300;

/**
 * The runs of the workspace and of folders opened beside it. Listing reads no journal; a run's state is read
 * when somebody asks for it, and read on from there. Runs under way are looked at a few times a second.
 */
export class RunCatalog implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<RunsChange>());
  readonly #followers = new Map<string, RunFollower>();
  #runs: Promise<readonly KnownRun[]> | undefined;
  #watchers = this.#disposables.add(new Disposables());
  #rescan: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
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
    this.#runs = undefined;
    this.#changed.fire({ kind: 'list' });
  }

  /** A process was started that is about to write this run: it is looked at closely from now on. */
  async expect(dir: string): Promise<void> {
    const root = join(dir, '..');
    const run: KnownRun = { dir, root, name: relative(root, dir), isOpened: false, changed: 0 };
    await this.state(run).catch(() => undefined);
    this.#keepPolling();
  }

  /** Folders of runs: the configured ones of every workspace folder, then the opened ones. */
  roots(): readonly { readonly folder: string; readonly isOpened: boolean }[] {
    const configured = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      settings
        .runsFolders(uri)
        .map((name) => (isAbsolute(name) ? name : join(uri.fsPath, name)))
        // A workspace's own settings must not make the editor search the rest of the disk.
        .filter((folder) => vscode.workspace.isTrusted || isInside(folder, uri.fsPath))
        .map((folder) => ({ folder, isOpened: false })),
    );
    return [...configured, ...this.opened.map((folder) => ({ folder, isOpened: true }))];
  }

  dispose(): void {
    clearTimeout(this.#rescan);
    clearTimeout(this.#poll);
    this.#disposables.dispose();
  }

  async #scan(): Promise<readonly KnownRun[]> {
    const roots = this.roots();
    this.#watch(roots.map(({ folder }) => folder));
    const found = await Promise.all(
      roots.map(async ({ folder, isOpened }) => {
        const runs = await findRuns(folder).catch((error: unknown) => {
          this.log.warn(`${folder}: ${String(error)}`);
          return [];
        });
        return runs.map((run) => ({ ...run, root: folder, isOpened }));
      }),
    );
    const unique = new Map(found.flat().map((run) => [run.dir, run]));
    for (const [dir] of this.#followers) if (!unique.has(dir)) this.#followers.delete(dir);
    return [...unique.values()].sort((a, b) => b.changed - a.changed || (a.name < b.name ? -1 : 1));
  }

  #watch(roots: readonly string[]): void {
    this.#watchers.dispose();
    this.#watchers = this.#disposables.add(new Disposables());
    for (const root of roots) {
      const files = '**/{journal.jsonl,decisions.jsonl,val_scores.json}';
      const watcher = this.#watchers.add(
        vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, files)),
      );
      this.#watchers.add(watcher.onDidCreate(() => this.#rescanSoon()));
      this.#watchers.add(watcher.onDidDelete(() => this.#rescanSoon()));
      this.#watchers.add(watcher.onDidChange((uri) => void this.#told(join(uri.fsPath, '..'))));
    }
  }

  #rescanSoon(): void {
    clearTimeout(this.#rescan);
    this.#rescan = setTimeout(() => this.refresh(), RESCAN_MS);
  }

  async #told(dir: string): Promise<void> {
    const run = (await this.list()).find((it) => it.dir === dir);
    if (run) this.#changed.fire({ kind: 'run', run });
  }

  /** File watching is not told of everything everywhere (network drives, other processes): runs under way are polled. */
  #keepPolling(): void {
    if (this.#poll !== undefined) return;
    if (![...this.#followers.values()].some((follower) => follower.isUnderWay)) return;
    this.#poll = setTimeout(() => {
      this.#poll = undefined;
      void this.#lookAgain();
    }, POLL_MS);
  }

  async #lookAgain(): Promise<void> {
    for (const [dir, follower] of this.#followers) {
      if (follower.isUnderWay && (await follower.hasNews())) await this.#told(dir);
    }
    this.#keepPolling();
  }
}

function isInside(folder: string, root: string): boolean {
  const path = relative(root, folder);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
