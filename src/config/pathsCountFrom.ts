import type { LoadedConfig } from './loadRunConfig';

/** What to know about a path of a config that leads nowhere. */
export function pathsCountFrom({ baseDir }: Pick<LoadedConfig, 'baseDir'>): string {
  return baseDir === undefined
    ? `Paths are relative to the current directory, ${process.cwd()}.`
    : `Paths are relative to ${baseDir}.`;
}
