import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { linkBoundaryOf } from './linkBoundary';
import { systemClock } from '../../backends/systemClock';
import type { Layout } from '../../engine/skill/types';
import type { SkillFolder } from '../../store/skillFolder';
import { Disposables } from './disposables';
import { setting } from './ids';
import { mayLookInto } from './mayLookInto';
import {
  gatherLibraries,
  isPackageFile,
  isWithin,
  libraryAround,
  nameByPlace,
  skillFileIn,
} from './libraryPlaces';
import { libraryStamp } from './libraryStamp';
import { Lookout } from './lookout';
import { placesOf } from './placesOf';
import type { RunCatalog } from './runCatalog';
import { findRunConfigs } from './runConfigs';
import type { RunConfigFile } from './runConfigs';
import { changes, settings } from './settings';
import { Watchers, type Wanted } from './watchers';

/** A folder of skills that the editor knows of. */
export interface KnownLibrary {
  /** Absolute; identifies the library. */
  readonly dir: string;
  /** For people: relative to the workspace folder where it lies in one. */
  readonly label: string;
  /** As its files are; where there are none yet, as its configurations say. */
  readonly layout: Layout;
  /** False when a configuration names a folder that is not there yet. */
  readonly exists: boolean;
  /** The run configurations that name it. */
  readonly configs: readonly RunConfigFile[];
}

/** Which skill of which library a file is. */
export interface SkillPlace {
  readonly library: KnownLibrary;
  /** Name of the saved skill; where it cannot be read, the name that its place gives it. */
  readonly name: string;
  /** Path inside the library, with `/`. */
  readonly file: string;
}

/** `list`: libraries came, went or moved, or skills did. `files`: skill files of a library were written. */
export type LibrariesChange =
  { readonly kind: 'list' } | { readonly kind: 'files'; readonly library: KnownLibrary };

const EXCLUDED = '**/{node_modules,.git,runs,.history}/**';
const SKILL_FILES = '**/[sS][kK][iI][lL][lL].[mM][dD]';
const MAX_FILES = 5_000;
const PAUSE_MS = 150;
const LOOK_MS = 2_000;

/** What was read of a library, and what its folder was before. */
interface ReadLibrary {
  readonly stamp: Promise<string>;
  readonly folder: Promise<SkillFolder>;
}

/**
 * The libraries of the workspace: the folders that its run configurations name, and those that hold
 * `NAME/SKILL.md` files. The first question starts watching; until something changes, the next ones cost nothing.
 */
export class Libraries implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<LibrariesChange>());
  #libraries: Promise<readonly KnownLibrary[]> | undefined;
  readonly #read = new Map<string, ReadLibrary>();
  readonly #watchers = this.#disposables.add(
    new Watchers({
      onChange: ({ fsPath }) =>
        fsPath.endsWith('.md') ? this.#written(fsPath) : this.#later('list'),
      onCreate: () => this.#later('list'),
      onDelete: () => this.#later('list'),
    }),
  );
  #pause: NodeJS.Timeout | undefined;
  /** What happened in the pause: files written, or `list` for anything more. */
  readonly #happened = new Set<string>();
  readonly #lookout = new Lookout(systemClock, LOOK_MS, () => this.#look());

  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly runs: Pick<RunCatalog, 'roots'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => {
        if (changes(event, setting.runConfigs) || changes(event, setting.runsFolders))
          this.refresh();
      }),
    );
    this.#disposables.add(workspace.onDidOpenTextDocument(({ uri }) => void this.#opened(uri)));
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.#look();
      }),
    );
    // Told at once, while the watcher of files may take a while.
    this.#disposables.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === 'file' && uri.fsPath.endsWith('.md')) this.#written(uri.fsPath);
      }),
    );
  }

  /** Those that configurations name first, then by path. */
  list(): Promise<readonly KnownLibrary[]> {
    this.#libraries ??= this.#scan();
    return this.#libraries;
  }

  /** Which skill this file is, saved or not; `undefined` for files of no library, archived versions among them. */
  async of(uri: vscode.Uri): Promise<SkillPlace | undefined> {
    if (uri.scheme !== 'file' || !/\.md$/i.test(uri.fsPath)) return undefined;
    const places = (await this.list()).flatMap((library) => {
      const file = skillFileIn(library.dir, library.layout, uri.fsPath);
      return file === undefined ? [] : [{ library, file }];
    });
    // Where one library lies in another, the inner one counts.
    const [place] = places.sort((a, b) => b.library.dir.length - a.library.dir.length);
    if (place === undefined) return undefined;
    const saved = await this.read(place.library).catch(() => undefined);
    const skill = saved?.skills.find(({ file }) => file === place.file);
    return { ...place, name: skill?.name ?? nameByPlace(place.file) };
  }

  /** The library of this folder. */
  async find(dir: string): Promise<KnownLibrary | undefined> {
    return (await this.list()).find((it) => it.dir === dir);
  }

  /** What lies in the library's folder now; files that cannot be read are among the problems. @throws UserError */
  read(library: KnownLibrary): Promise<SkillFolder> {
    const known = this.#read.get(library.dir);
    if (known !== undefined) return known.folder;
    const stamp = libraryStamp(library.dir);
    const folder = stamp.then(() => readLibrary(library));
    this.#read.set(library.dir, { stamp, folder });
    return folder;
  }

  /**
   * Looks at their files now and then, as long as somebody looks at them. Watching is not told of everything
   * everywhere: network drives, exhausted watches, on Linux what happens in folders that came all at once.
   */
  keepLooking(on: boolean): void {
    this.#lookout.keep(on);
  }

  /** Looks for libraries again. */
  refresh(): void {
    clearTimeout(this.#pause);
    this.#happened.clear();
    this.#libraries = undefined;
    this.#read.clear();
    this.#changed.fire({ kind: 'list' });
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.keepLooking(false);
    this.#disposables.dispose();
  }

  async #look(): Promise<void> {
    for (const [dir, { stamp }] of this.#read) {
      if ((await libraryStamp(dir)) !== (await stamp)) this.#later('list');
    }
  }

  async #scan(): Promise<readonly KnownLibrary[]> {
    try {
      const [configs, files] = await Promise.all([findRunConfigs(), findSkillFiles()]);
      const own = this.runs.roots().map(({ folder }) => folder);
      const gathered = gatherLibraries<RunConfigFile>([
        ...configs.flatMap((config) =>
          config.libraryDir === undefined ? [] : [{ dir: config.libraryDir, config }],
        ),
        ...files
          // The libraries of runs are theirs, not the author's.
          .filter((file) => !own.some((folder) => isWithin(folder, file)))
          .map((file) => ({ dir: libraryAround(file) })),
      ]).filter(({ dir, configs: naming }) => mayLookInto(dir, naming.length > 0));
      const libraries = await Promise.all(gathered.map(describe));
      this.#watchers.watch(wantedBy(libraries));
      return libraries;
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  /** A skill that nobody told of: its folders came all at once, and the editor's watcher missed what is in them. */
  async #opened(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file' || !isPackageFile(basename(uri.fsPath))) return;
    if (this.#libraries !== undefined && (await this.of(uri)) === undefined) this.#later('list');
  }

  /** A file was written: what was read of its library is out of date. */
  #written(path: string): void {
    for (const dir of this.#read.keys()) if (isWithin(dir, path)) this.#read.delete(dir);
    this.#later(path);
  }

  #later(what: string): void {
    this.#happened.add(what);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#tell(), PAUSE_MS);
  }

  async #tell(): Promise<void> {
    const happened = [...this.#happened];
    this.#happened.clear();
    if (happened.includes('list')) return this.refresh();
    for (const library of await this.list()) {
      if (happened.some((path) => isWithin(library.dir, path))) {
        this.#read.delete(library.dir);
        this.#changed.fire({ kind: 'files', library });
      }
    }
  }
}

function wantedBy(libraries: readonly KnownLibrary[]): readonly Wanted[] {
  return [
    ...(vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      [SKILL_FILES, ...settings.runConfigs(uri)].map((pattern) => ({ base: uri, pattern })),
    ),
    ...libraries.flatMap(({ dir, exists }) => placesOf(dir, exists)),
  ];
}

async function readLibrary(library: KnownLibrary): Promise<SkillFolder> {
  // Read when needed, not when the editor starts: it brings a YAML parser.
  const { readSkillFolder } = await import('../../store/skillFolder');
  const boundary = await linkBoundaryOf(library.dir);
  return readSkillFolder(library.dir, {
    layout: library.layout,
    optional: true,
    ...(boundary === undefined ? {} : { boundary }),
  });
}

async function findSkillFiles(): Promise<readonly string[]> {
  const found = await Promise.all(
    (vscode.workspace.workspaceFolders ?? []).map((folder) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, SKILL_FILES),
        EXCLUDED,
        MAX_FILES,
      ),
    ),
  );
  return found.flat().map(({ fsPath }) => fsPath);
}

async function describe({
  dir,
  configs,
}: {
  readonly dir: string;
  readonly configs: readonly RunConfigFile[];
}): Promise<KnownLibrary> {
  const exists = await stat(dir).then(
    (it) => it.isDirectory(),
    () => false,
  );
  const asked = configs.map(({ layout }) => layout).find((it) => it !== undefined);
  const layout = (await layoutSeen(dir)) ?? asked ?? 'flat';
  return { dir, label: labelOf(dir), layout, exists, configs };
}

/** As the engine sees it: a library with a single NAME/SKILL.md is one of folders. */
async function layoutSeen(dir: string): Promise<Layout | undefined> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  for (const entry of shown) {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
    const inside = await readdir(join(dir, entry.name)).catch(() => []);
    if (inside.some(isPackageFile)) return 'folder';
  }
  return shown.some((entry) => entry.isFile() && entry.name.endsWith('.md')) ? 'flat' : undefined;
}

function labelOf(dir: string): string {
  const uri = vscode.Uri.file(dir);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder?.uri.fsPath === dir ? folder.name : vscode.workspace.asRelativePath(uri);
}
