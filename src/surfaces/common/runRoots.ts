import { naturalOrder } from '../../util/naturalOrder';
import type { FoundRun } from './findRuns';

/** A folder of runs. */
export interface RunsRoot {
  /** Absolute. */
  readonly folder: string;
  /** Was it opened by hand, rather than configured? */
  readonly isOpened: boolean;
}

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

/** Every run once, by the first folder that holds it; newest first. */
export function mergeRuns(
  found: readonly { readonly root: RunsRoot; readonly runs: readonly FoundRun[] }[],
): readonly KnownRun[] {
  const unique = new Map<string, KnownRun>();
  for (const { root, runs } of found) {
    for (const run of runs) {
      if (unique.has(run.dir)) continue;
      unique.set(run.dir, { ...run, root: root.folder, isOpened: root.isOpened });
    }
  }
  return [...unique.values()].sort((a, b) => b.changed - a.changed || naturalOrder(a.dir, b.dir));
}
