import type { KnownRun, RunsRoot } from '../../common/runRoots';
import { folderNode, type NodeOf } from './nodes';

/**
 * The folders of runs, where there is more than one to tell apart, or one that somebody opened and may want to
 * close. `undefined`: the runs stand by themselves.
 */
export function foldersOf(
  runs: readonly KnownRun[],
  roots: readonly RunsRoot[],
): readonly NodeOf<'folder'>[] | undefined {
  const shown = roots.filter(
    ({ folder, isOpened }, at) =>
      (isOpened || runs.some(({ root }) => root === folder)) &&
      roots.findIndex((it) => it.folder === folder) === at,
  );
  return shown.length > 1 || shown.some(({ isOpened }) => isOpened)
    ? shown.map(folderNode)
    : undefined;
}
