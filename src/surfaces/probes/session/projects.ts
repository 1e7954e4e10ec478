import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Library } from '../../../engine/skill/library';
import type { SkillFolder } from '../../../store/skillFolder';
import { UserError } from '../../../util/errors';
import { Disposables } from '../../common/disposables';
import type { KnownLibrary } from '../../common/libraries';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import type { Project } from '../lab/lab';
import type { Lane } from '../live/lane';
import { runConfigFor } from './runConfigFor';

/** A project, and what it was read from as that was then. */
interface Opened {
  readonly project: Project;
  readonly stamps: readonly string[];
  readonly libraries: WeakMap<SkillFolder, SavedLibrary>;
}

/** A library as it is saved, and what tells it from every other. */
interface SavedLibrary {
  readonly saved: Library;
  readonly mark: string;
}

/** The projects that probes run in: opened when first needed, and anew when a file of theirs has changed. */
export class Projects implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #opened = new Map<string, Promise<Opened>>();

  constructor(
    private readonly surroundings: Pick<Surroundings, 'lab' | 'keys' | 'context' | 'libraries'>,
    private readonly lane: Lane,
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
    const [{ project, libraries }, folder] = await Promise.all([
      this.#open(library, isAsked),
      this.surroundings.libraries.read(library),
    ]);
    const known = libraries.get(folder);
    if (known) return { project, ...known };
    const { library: own } = await project.library();
    const { Library } = await import('../../../engine/skill/library');
    const { base } = own;
    const saved = Library.of({ base, learned: folder.skills, layout: folder.layout });
    const read = { saved, mark: markOf(saved) };
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
    if (!vscode.workspace.isTrusted) {
      throw new UserError(
        vscode.l10n.t('Probes call a model, and this workspace is not trusted.'),
        {
          fix: vscode.l10n.t('Trust the workspace ("Workspaces: Manage Workspace Trust").'),
        },
      );
    }
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
    const known = this.#opened.get(key);
    if (known && (await isFresh(known))) return known;
    this.#close(key);
    const opening = this.#read(request, isAsked);
    this.#opened.set(key, opening);
    // What failed is tried again the next time.
    opening.catch(() => this.#opened.delete(key));
    return opening;
  }

  async #read(
    request: { config: string; baseDir: string; agent?: string; set?: readonly string[] },
    isAsked: boolean,
  ): Promise<Opened> {
    const { lab, keys } = this.surroundings;
    const variables = await keys.environment({ ...request, quiet: !isAsked });
    const loaded = await lab.load();
    const project = await loaded.open({ ...request, env: { ...process.env, ...variables } });
    const stamps = await Promise.all(project.files.map(stampOf));
    return { project, stamps, libraries: new WeakMap() };
  }

  #close(key: string): void {
    const opening = this.#opened.get(key);
    this.#opened.delete(key);
    // After whoever works with it.
    void opening?.then(
      ({ project }) => this.lane.run(() => project.dispose()),
      () => undefined,
    );
  }

  #closeAll(): void {
    for (const key of [...this.#opened.keys()]) this.#close(key);
  }
}

export function markOf(library: Library): string {
  const hash = createHash('sha256');
  for (const { file, text } of library.learned) hash.update(JSON.stringify([file, text]));
  return hash.digest('hex');
}

async function isFresh(opening: Promise<Opened>): Promise<boolean> {
  const opened = await opening.catch(() => undefined);
  if (!opened) return false;
  const now = await Promise.all(opened.project.files.map(stampOf));
  return now.every((stamp, at) => stamp === opened.stamps[at]);
}

async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => 'gone',
  );
}
