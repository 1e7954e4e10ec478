import type { Dirent } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { readArchiveFile } from '../engine/skill/archive';
import { MAX_SKILL_LENGTH, parseSkill, SkillFormatError } from '../engine/skill/skillFormat';
import { isSafeName } from '../engine/skill/skillName';
import type { Layout, Skill, SkillProblem } from '../engine/skill/types';
import { UserError } from '../util/errors';

/** A library folder as it lies on disk; what could not be read is among the problems. */
export interface SkillFolder {
  readonly skills: readonly Skill[];
  /** Archived versions, in no particular order. */
  readonly history: readonly Skill[];
  readonly layout: Layout;
  readonly problems: readonly SkillProblem[];
}

type Outcome = { readonly skill: Skill } | { readonly problem: SkillProblem } | undefined;

/** Files read at once: enough to keep a disk busy, too few to run out of handles. */
const READ_AT_ONCE = 32;

/**
 * Reads a library: `*.md`, or `*​/SKILL.md` when there is one (unless the layout is given), and
 * `.history/*.md`. One bad file does not keep the others from being read.
 * @throws UserError when there is no such folder, unless `optional`.
 */
export async function readSkillFolder(
  dir: string,
  options: { readonly layout?: Layout; readonly optional?: boolean } = {},
): Promise<SkillFolder> {
  const entries = await list(dir);
  if (entries === undefined) {
    const layout = options.layout ?? 'flat';
    if (options.optional === true) return { skills: [], history: [], layout, problems: [] };
    throw new UserError('There is no such skills folder.', {
      place: { file: dir },
      fix: 'Create it, or correct the path in the config.',
    });
  }
  const root = await realpath(dir);
  const packaged = await packagedFiles(dir, entries);
  const layout = options.layout ?? (packaged.length > 0 ? 'folder' : 'flat');
  const current = layout === 'folder' ? packaged : markdown(entries);
  const archived = markdown((await list(path.join(dir, '.history'))) ?? [])
    .map((file) => `.history/${file}`)
    .filter((file) => readArchiveFile(file) !== undefined);

  const read = (files: readonly string[]) => inTurns(files, (file) => readOne(dir, root, file));
  const { skills, problems } = withoutTwins(await read(current.sort()));
  const history = await read(archived.sort());
  return {
    skills,
    history: history.flatMap((it) => (it !== undefined && 'skill' in it ? [it.skill] : [])),
    layout,
    problems: [
      ...problems,
      ...history.flatMap((it) => (it !== undefined && 'problem' in it ? [it.problem] : [])),
    ],
  };
}
