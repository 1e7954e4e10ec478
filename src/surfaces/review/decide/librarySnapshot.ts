import { createHash } from 'node:crypto';
import type { Library } from '../../../engine/skill/library';
import type { AuthorsSkills } from './judgeFit';

/** The author's library at one moment, with what is not saved yet. */
export interface LibrarySnapshot extends AuthorsSkills {
  readonly library: Library;
  /** Equal for snapshots of which nothing differs. */
  readonly mark: string;
}

export function snapshotOf(
  library: Library,
  broken: ReadonlyMap<string, string> = new Map(),
): LibrarySnapshot {
  return {
    library,
    mark: markOfAll(library, broken),
    find: (name) => library.find(name),
    broken: (name) => broken.get(name),
  };
}

function markOfAll(library: Library, broken: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const entry of [...library.files(), ...broken]) hash.update(JSON.stringify(entry));
  return hash.digest('hex');
}
