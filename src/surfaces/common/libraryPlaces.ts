import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import type { Layout } from '../../engine/skill/types';

/** Where a library was seen: named by a run configuration, or found by its SKILL.md files. */
export interface LibrarySighting<Config> {
  /** Absolute. */
  readonly dir: string;
  /** The configuration that names it. */
  readonly config?: Config;
}

/** Every library once, with the configurations that name it; those named first, in their order, then by path. */
export function gatherLibraries<Config>(
  sightings: readonly LibrarySighting<Config>[],
): readonly { readonly dir: string; readonly configs: readonly Config[] }[] {
  const found = new Map<string, Config[]>();
  const named = sightings.filter(({ config }) => config !== undefined);
  const seen = sightings
    .filter(({ config }) => config === undefined)
    .sort((a, b) => (a.dir < b.dir ? -1 : 1));
  for (const { dir, config } of [...named, ...seen]) {
    const configs = found.get(dir) ?? [];
    if (config !== undefined) configs.push(config);
    found.set(dir, configs);
  }
  return [...found].map(([dir, configs]) => ({ dir, configs }));
}

/** The library that a SKILL.md belongs to: the folder around its own. */
export function libraryAround(skillFile: string): string {
  return dirname(dirname(skillFile));
}

/** Is this path the folder itself, or below it? */
export function isWithin(dir: string, path: string): boolean {
  const way = relative(dir, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Path of a skill file inside its library, with `/`, as the engine names it; `undefined` when a library of
 * this layout does not read that file.
 */
export function skillFileIn(dir: string, layout: Layout, path: string): string | undefined {
  if (!isWithin(dir, path)) return undefined;
  const parts = relative(dir, path).split(sep);
  if (parts.some((part) => part === '' || part.startsWith('.'))) return undefined;
  const isThere =
    layout === 'flat'
      ? parts.length === 1 && path.endsWith('.md')
      : parts.length === 2 && isPackageFile(path);
  return isThere ? parts.join('/') : undefined;
}

/** Is this the file of a skill that is a folder? */
export function isPackageFile(path: string): boolean {
  return /^skill\.md$/i.test(basename(path));
}

/** The name that its place gives a skill: that of its folder, or of its file. */
export function nameByPlace(file: string): string {
  const parts = file.split('/');
  const last = parts.at(-1) ?? '';
  return (
    (parts.length > 1 && isPackageFile(last) ? parts.at(-2) : undefined) ??
    last.replace(/\.md$/i, '')
  );
}
