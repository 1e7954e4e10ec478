import type { Library } from '../../../engine/skill/library';
import type { AuthorsSkills } from './judgeFit';

/** The author's library at one moment, with what is not saved yet. */
export interface LibrarySnapshot extends AuthorsSkills {
  readonly library: Library;
}

export function snapshotOf(
  library: Library,
  broken: ReadonlyMap<string, string> = new Map(),
): LibrarySnapshot {
  return {
    library,
    find: (name) => library.find(name),
    broken: (name) => broken.get(name),
  };
}
