import { join, resolve } from 'node:path';
import { Library } from '../engine/skill/library';
import type { SkillProblem } from '../engine/skill/types';
import { readSkillFolder } from '../store/skillFolder';
import type { FolderOptions, SkillFolder } from '../store/skillFolder';
import { OtherLayoutError } from '../store/skillLayout';
import { libraryRoot } from '../store/skillPlaces';
import { UserError } from '../util/errors';
import { bundledBaseSkills } from './bundled';
import type { LoadedConfig } from './loadRunConfig';
import { pathsCountFrom } from './pathsCountFrom';

/** A library as read from its folders; files that could not be read are left out and listed, by path. */
export interface LoadedLibrary {
  readonly library: Library;
  readonly problems: readonly SkillProblem[];
  /** Files of the author's skills that are there and could not be read. */
  readonly unread: readonly string[];
  /** The folder the author's skills were read from, absolute; `undefined` when none is named. */
  readonly dir: string | undefined;
}

/**
 * Reads the base skills and the author's library of a run, or another library in its place.
 * @throws UserError naming the config's line when a folder is missing or has the other layout.
 */
export async function loadLibrary(
  loaded: LoadedConfig,
  otherLibrary?: string,
): Promise<LoadedLibrary> {
  const { base_dir, layout } = loaded.config.skills;
  const library_dir = otherLibrary ?? loaded.config.skills.library_dir;
  const base =
    base_dir === undefined ? await ownBase() : await folder(loaded, 'base_dir', base_dir);
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
    unread: own?.unread ?? [],
    dir: own?.dir,
  };
}

/** The base skills of this installation; no line of a config is to blame when they are missing. */
async function ownBase(): Promise<ReadFolder> {
  const dir = bundledBaseSkills();
  try {
    return await readIn(dir);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError('the base skills of this installation are missing', {
      place: { file: dir },
      fix: 'Install GRASP whole, its skills/base included, or name a folder of base skills in the config: skills.base_dir.',
      cause: error,
    });
  }
}

async function folder(
  loaded: LoadedConfig,
  key: 'base_dir' | 'library_dir',
  dir: string,
  options: FolderOptions = {},
): Promise<ReadFolder> {
  try {
    return await readIn(loaded.pathOf(dir), options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error instanceof OtherLayoutError) {
      throw new UserError(error.message, {
        place: loaded.placeOf(['skills', 'layout']),
        ...(error.fix === undefined ? {} : { fix: error.fix }),
        cause: error,
      });
    }
    throw new UserError(`skills.${key}: ${error.message}`, {
      place: loaded.placeOf(['skills', key]),
      fix: pathsCountFrom(loaded),
      cause: error,
    });
  }
}

type ReadFolder = SkillFolder & { readonly dir: string };

/** A problem is looked up from where the person is, not from inside the folder. */
async function readIn(named: string, options: FolderOptions = {}): Promise<ReadFolder> {
  const { dir, only } = await libraryRoot(named);
  const read = await readSkillFolder(dir, only === undefined ? options : { ...options, only });
  return {
    ...read,
    dir: resolve(dir),
    problems: read.problems.map((it) => ({ ...it, file: join(dir, it.file) })),
    unread: read.unread.map((file) => join(dir, file)),
  };
}
