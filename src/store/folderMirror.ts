import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../util/errors';
import { safeParts, type RunFiles } from './runFiles';

/** A folder of the run kept equal to a set of files; what is not in the set is removed. */
export class FolderMirror {
  #files: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly run: RunFiles,
    /** Relative to the run directory. */
    private readonly folder: string,
  ) {}

  get files(): ReadonlyMap<string, string> {
    return this.#files;
  }

  /** @throws UserError for a path that leaves the folder. */
  set(files: Iterable<readonly [string, string]>): void {
    const next = new Map(files);
    for (const path of next.keys()) safeParts(path);
    this.#files = next;
  }

  /** Changes some of the files; `null` removes one. @throws UserError for a path that leaves the folder. */
  change(changes: Readonly<Record<string, string | null>>): void {
    const next = new Map(this.#files);
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) next.delete(path);
      else next.set(path, text);
    }
    this.set(next);
  }

  /** Makes the folder on disk equal to the set. */
  write(): void {
    for (const path of this.run.list(this.folder)) {
      if (this.#files.has(path)) continue;
      this.#remove(path);
    }
    for (const [path, text] of this.#files) {
      const file = `${this.folder}/${path}`;
      if (this.run.exists(file) && readFileSync(this.run.path(file), 'utf8') === text) continue;
      this.run.replace(file, text);
    }
  }

  #remove(path: string): void {
    try {
      this.run.remove(`${this.folder}/${path}`);
      const parent = dirname(path);
      if (parent !== '.') this.run.removeIfEmpty(`${this.folder}/${parent}`);
    } catch (error) {
      // A file that no system of ours could have written stays where it is.
      if (!(error instanceof UserError)) throw error;
    }
  }
}
