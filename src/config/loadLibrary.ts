import { join } from 'node:path';
import { Library } from '../engine/skill/library';
import type { SkillProblem } from '../engine/skill/types';
import { readSkillFolder } from '../store/skillFolder';
import { UserError } from '../util/errors';
import { bundledBaseSkills } from './bundled';
import type { LoadedConfig } from './loadRunConfig';

/** A library as read from its folders; files that could not be read are left out and listed, by path. */
export interface LoadedLibrary {
  readonly library: Library;
  readonly problems: readonly SkillProblem[];
}

/**
 * Reads the base skills and the author's library of a run, or another library in its place.
 * @throws UserError naming the config's line when a folder is missing.
 */
export async function loadLibrary(
  loaded: LoadedConfig,
  otherLibrary?: string,
): Promise<LoadedLibrary> {
  const { base_dir, layout } = loaded.config.skills;
  const library_dir = otherLibrary ?? loaded.config.skills.library_dir;
  const base = await folder(loaded, 'base_dir', base_dir ?? bundledBaseSkills());
  const own =
    library_dir === undefined
      ? undefined
      : await folder(loaded, 'library_dir', library_dir, layout === undefined ? {} : { layout });
  return {
    library: Library.of({
      base: base.skills,
      learned: own?.skills ?? [],
      history: own?.history ?? [],
      layout: layout ?? own?.layout ?? 'flat',
    }),
    problems: [...base.problems, ...(own?.problems ?? [])],
  };
}

async function folder(
  loaded: LoadedConfig,
  key: 'base_dir' | 'library_dir',
  dir: string,
  options: Parameters<typeof readSkillFolder>[1] = {},
): ReturnType<typeof readSkillFolder> {
  try {
    const read = await readSkillFolder(dir, options);
    // A problem is looked up from where the person is, not from inside the folder.
    const problems = read.problems.map((it) => ({ ...it, file: join(dir, it.file) }));
    return { ...read, problems };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`skills.${key}: ${error.message}`, {
      place: loaded.placeOf(['skills', key]),
      fix: `Paths are relative to the current directory, ${process.cwd()}.`,
      cause: error,
    });
  }
}
