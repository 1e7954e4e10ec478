import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Library } from '../../../engine/skill/library';
import type { SkillFolder } from '../../../store/skillFolder';
import { Disposables } from '../../common/disposables';
import type { KnownLibrary } from '../../common/libraries';
import { requireTrust } from '../../common/requireTrust';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import { watchFiles } from '../../common/watchFiles';
import type { Project } from '../lab/lab';
import { runConfigFor } from './runConfigFor';
import { isUnchanged, openStamped, type StampedProject } from './stampedProject';

interface Opened extends StampedProject<Project> {
  readonly libraries: WeakMap<SkillFolder, SavedLibrary>;
  readonly watch: vscode.Disposable;
}

/** A library as it is saved, and what tells it from every other. */
interface SavedLibrary {
  readonly saved: Library;
  readonly mark: string;
  /** Tells the files of the project from what they were and may become. */
  readonly sources: string;
}

/** The projects that probes run in: opened when first needed, and anew when a file of theirs has changed. */
export class Projects implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #opened = new Map<string, Promise<Opened>>();
  /** The files of projects when they were opened last. */
  readonly #files = new Map<string, readonly string[]>();

  /** Outcomes of an open project may be others now: a file of its configuration or task has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly surroundings: Pick<
      Surroundings,
      'lab' | 'keys' | 'context' | 'libraries' | 'probeCalls'
    >,
  ) {
    this.#disposables.add(this.surroundings.keys.onDidChange(() => this.#closeAll()));
  }

  /** @throws UserError; CancellationError when the person, who is asked only if `isAsked`, does not go on. */
  async open(library: KnownLibrary, isAsked: boolean): Promise<Project> {
    return (await this.#open(library, isAsked)).project;
  }

  /** The library as it is saved, for this project: its own base skills, and the skills of the library. */
  async ground(
    library: KnownLibrary,
    isAsked: boolean,
  ): Promise<{ readonly project: Project } & SavedLibrary> {
    const [{ project, libraries, stamps }, folder] = await Promise.all([
      this.#open(library, isAsked),
      this.surroundings.libraries.read(library),
    ]);
    const known = libraries.get(folder);
    if (known) return { project, ...known };
    const { library: own } = await project.library();
    const { Library } = await import('../../../engine/skill/library');
    const { base } = own;
    const saved = Library.of({ base, learned: folder.skills, layout: folder.layout });
    const sources = JSON.stringify([...stamps]);
    const read = { saved, mark: markOf(saved, sources), sources };
    libraries.set(folder, read);
    return { project, ...read };
  }

  /** It cannot go on as it is: another key, another server may help. */
  forget(project: Project): void {
    for (const [key, opening] of this.#opened) {
      void opening.then(
        (opened) => {
          if (opened.project === project) this.#close(key);
        },
        () => undefined,
      );
    }
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#closeAll();
  }

  async #open(library: KnownLibrary, isAsked: boolean): Promise<Opened> {
    requireTrust(vscode.l10n.t('Probes call a model, and this workspace is not trusted.'));
    const { path: config, baseDir } = await runConfigFor(
      library,
      this.surroundings.context.workspaceState,
      isAsked,
    );
    const [agent, writer] = [settings.modelAgent(), settings.modelWriter()];
    const request = {
      config,
      baseDir,
      ...(agent === '' ? {} : { agent }),
      ...(writer === '' ? {} : { set: [`updater.preset=${JSON.stringify(writer)}`] }),
    };
    const key = JSON.stringify(request);
    for (let known = this.#opened.get(key); known; known = this.#opened.get(key)) {
      if (await isFresh(known)) return known;
      // Whoever asked at the same time may have opened it anew by now.
      if (this.#opened.get(key) === known) this.#close(key);
    }
    const opening = this.#read(key, request, isAsked);
    this.#opened.set(key, opening);
    // What failed is tried again the next time.
    opening.catch(() => this.#opened.get(key) === opening && this.#opened.delete(key));
    return opening;
  }

  async #read(
    key: string,
    request: { config: string; baseDir: string; agent?: string; set?: readonly string[] },
    isAsked: boolean,
  ): Promise<Opened> {
    const { lab, keys } = this.surroundings;
    const variables = await keys.environment({ ...request, quiet: !isAsked });
    const loaded = await lab.load();
    const env = { ...process.env, ...variables };
    const expected = this.#files.get(key) ?? [request.config];
    const opened = await openStamped(expected, () => loaded.open({ ...request, env }));
    const { files } = opened.project;
    this.#files.set(key, files);
    const watch = watchFiles(files, () => this.#changed.fire());
    return { ...opened, libraries: new WeakMap(), watch };
  }

  #close(key: string): void {
    const opening = this.#opened.get(key);
    this.#opened.delete(key);
    // After whoever works with it.
    void opening?.then(
      ({ project, watch }) => {
        watch.dispose();
        return this.surroundings.probeCalls.lane.run(() => project.dispose());
      },
      () => undefined,
    );
  }

  #closeAll(): void {
    for (const key of [...this.#opened.keys()]) this.#close(key);
  }
}

/** @param sources The files that outcomes rest on besides the library. */
export function markOf(library: Library, sources: string): string {
  const hash = createHash('sha256').update(sources);
  for (const { file, text } of library.learned) hash.update(JSON.stringify([file, text]));
  return hash.digest('hex');
}

async function isFresh(opening: Promise<Opened>): Promise<boolean> {
  const opened = await opening.catch(() => undefined);
  return opened !== undefined && isUnchanged(opened.stamps);
}
