import type { Dirent } from 'node:fs';
import { mkdir, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { readArchiveFile } from '../engine/skill/archive';
import { lintSkill } from '../engine/skill/lint';
import { MAX_SKILL_LENGTH, parseSkill, SkillFormatError } from '../engine/skill/skillFormat';
import { stemOf } from '../engine/skill/parseSkill';
import { isSafeName } from '../engine/skill/skillName';
import type { Layout, Skill, SkillProblem } from '../engine/skill/types';
import { UserError } from '../util/errors';
import { FileRefused, readBytes } from './safeFile';
import { otherLayout, strayFiles, strayProblem } from './skillLayout';
import { isInside, isNote, isSkillFileName, linkBoundary } from './skillPlaces';
import { errorCode } from './systemError';

/** A library folder as it lies on disk; what could not be read is among the problems. */
export interface SkillFolder {
  readonly skills: readonly Skill[];
  /** Archived versions, by path. */
  readonly history: readonly Skill[];
  readonly layout: Layout;
  readonly problems: readonly SkillProblem[];
  /** Files of skills that are there and could not be read. */
  readonly unread: readonly string[];
}

export interface FolderOptions {
  readonly layout?: Layout;
  /** A folder that is not there is an empty one. */
  readonly optional?: boolean;
  /** Links may lead anywhere in this folder, a real path; see {@link linkBoundary} for what it is otherwise. */
  readonly boundary?: string;
  /** Only the skill in this folder counts. */
  readonly only?: string;
}

/** Files read at once: enough to keep a disk busy, too few to run out of handles. */
const READ_AT_ONCE = 32;

/**
 * Reads a library: `NAME.md` files, or `NAME/SKILL.md` when there is one (unless the layout is given),
 * and the archived versions in `.history`. A bad file is a problem and does not keep the others from
 * being read; of two skills with one name that counts whose place has the name, else the first by path. Files of the
 * other layout are not read, and told as problems; notes such as README.md are no skills.
 * @throws UserError when there is no such folder, unless `optional`; OtherLayoutError when all skills
 * that are there have the layout that was not asked for.
 */
export async function readSkillFolder(
  dir: string,
  options: FolderOptions = {},
): Promise<SkillFolder> {
  const entries = await list(dir);
  if (entries === undefined) {
    const layout = options.layout ?? 'flat';
    if (options.optional === true) {
      return { skills: [], history: [], layout, problems: [], unread: [] };
    }
    throw new UserError('There is no such skills folder.', {
      place: { file: dir },
      fix: 'Create it, or correct the path.',
    });
  }
  const { only } = options;
  const counted = only === undefined ? entries : entries.filter(({ name }) => name === only);
  const notes = new Set(entries.map(({ name }) => name).filter(isNote));
  const files = {
    folder: await packagedFiles(dir, counted),
    flat: markdown(counted).filter((name) => !notes.has(name)),
  };
  const layout = options.layout ?? (files.folder.length > 0 ? 'folder' : 'flat');
  const root = options.boundary ?? (await linkBoundary(dir));
  const strays = strayFiles(layout, files);
  if (files[layout].length === 0 && strays.length > 0) throw otherLayout(dir, layout, strays);
  const archived = markdown((await list(path.join(dir, '.history'))) ?? [])
    .map((file) => `.history/${file}`)
    .filter((file) => readArchiveFile(file) !== undefined);

  const readAll = (files: readonly string[]) =>
    inTurns([...files].sort(), (file) => readOne(dir, root, file));
  const all = await readAll(files[layout]);
  const found = refuseTwins(all);
  const history = await readAll(archived);
  return {
    skills: found.flatMap(({ skill }) => skill ?? []),
    history: history.flatMap(({ skill }) => skill ?? []),
    layout,
    problems: [
      ...[...found, ...history].flatMap(({ problems }) => problems ?? []),
      ...(await skillsAmong(dir, root, strays)).map((file) => strayProblem(file, layout)),
    ],
    unread: [...files[layout]].sort().filter((_file, at) => all[at]?.skill === undefined),
  };
}

/**
 * Reads one skill file, `NAME.md` or `NAME/SKILL.md`, as {@link readSkillFolder} would in its folder.
 * Paths are relative to `dir`, the folder of the library.
 * @throws UserError when its name is not one of a skill file.
 */
export async function readSkillFile(
  file: string,
): Promise<Pick<SkillFolder, 'skills' | 'problems'> & { readonly dir: string }> {
  if (!file.endsWith('.md')) {
    throw new UserError('This is no skill file.', {
      place: { file },
      fix: 'A skill is a file NAME.md, or a folder NAME with a file SKILL.md.',
    });
  }
  const isPackage = /^skill\.md$/i.test(path.basename(file));
  const dir = isPackage ? path.join(path.dirname(file), '..') : path.dirname(file);
  const name = path.relative(path.resolve(dir), path.resolve(file)).split(path.sep).join('/');
  const { skill, problems = [] } = await readOne(
    dir,
    // A link named by the person is theirs to follow.
    path.dirname(await realpath(file)),
    name,
  );
  return { dir, skills: skill === undefined ? [] : [skill], problems };
}

/**
 * Writes and deletes (`null`) exactly these files, by path relative to `dir`. Each is replaced whole;
 * archived versions are written before what they archive is touched. A skill's folder goes with its
 * last file.
 * @throws UserError before anything is written, when a path would leave `dir`.
 */
export async function writeSkillFiles(
  dir: string,
  files: Readonly<Record<string, string | null>>,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  const root = await realpath(dir);
  const changes = Object.entries(files);
  for (const [file] of changes) await refuseOutside(root, file);

  const isArchive = (file: string) => file.startsWith('.history/');
  const written = changes.flatMap(([file, text]) => (text === null ? [] : [{ file, text }]));
  const deleted = changes.flatMap(([file, text]) => (text === null ? [file] : []));
  for (const { file, text } of written.filter((it) => isArchive(it.file))) {
    await writeOne(root, file, text);
  }
  for (const file of deleted) await deleteOne(root, file);
  for (const { file, text } of written.filter((it) => !isArchive(it.file))) {
    await writeOne(root, file, text);
  }
}

interface Outcome {
  readonly skill?: Skill;
  readonly problems?: readonly SkillProblem[];
}

async function readOne(dir: string, root: string, file: string): Promise<Outcome> {
  const refuse = (code: string, message: string, line?: number): Outcome => ({
    problems: [{ file, ...(line === undefined ? {} : { line }), severity: 'error', code, message }],
  });
  try {
    const real = await realpath(path.join(dir, file));
    if (!isInside(root, real)) {
      const message = `The file is a link that leads out of the workspace, to ${real}.`;
      return refuse('outside-folder', message);
    }
    const text = decodeUtf8(await readBytes(real, { maxBytes: MAX_SKILL_LENGTH }));
    if (text === undefined) return refuse('not-utf8', 'The file is not UTF-8 text.', 1);
    const skill = parseSkill(text, file);
    const found = lintSkill(skill, 'grasp');
    if (isSafeName(skill.name)) {
      return { skill, problems: found.filter(({ code }) => code === 'no-frontmatter') };
    }
    const unsafe = found.filter(({ code }) => code === 'unsafe-name');
    return unsafe.length === 0
      ? refuse('unsafe-name', 'The name of the file is not one a skill can have.')
      : { problems: unsafe };
  } catch (error) {
    if (error instanceof SkillFormatError) return { problems: [error.toProblem()] };
    if (error instanceof FileRefused) {
      return refuse(error.why, error.message.replace(/^It /, 'The file '));
    }
    const why = errorCode(error);
    if (why === undefined) throw error;
    return refuse('unreadable', `The file cannot be read (${why}).`);
  }
}

/** Files of the other layout that were meant as skills: those with frontmatter. The others are notes. */
async function skillsAmong(
  dir: string,
  root: string,
  files: readonly string[],
): Promise<readonly string[]> {
  const found = await inTurns(files, async (file) => {
    if (isSkillFileName(path.basename(file))) return [file];
    const { skill, problems = [] } = await readOne(dir, root, file);
    const isPlain = skill !== undefined && problems.some(({ code }) => code === 'no-frontmatter');
    return isPlain ? [] : [file];
  });
  return found.flat();
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuseTwins(outcomes: readonly Outcome[]): readonly Outcome[] {
  const first = new Map<string, string>();
  for (const { skill } of outcomes) {
    if (skill && stemOf(skill.file) === skill.name) first.set(skill.name, skill.file);
  }
  const folded = new Map<string, Skill>();
  return outcomes.map((outcome) => {
    const { skill, problems = [] } = outcome;
    if (skill === undefined) return outcome;
    const { name, file } = skill;
    const twin = first.get(name);
    if (twin !== undefined && twin !== file) {
      const message = `The name "${name}" is taken by ${twin}, which counts.`;
      return { problems: [{ file, line: 1, severity: 'error', code: 'duplicate-name', message }] };
    }
    first.set(name, file);
    const like = folded.get(name.toLowerCase());
    if (like === undefined) {
      folded.set(name.toLowerCase(), skill);
      return outcome;
    }
    const message = `The name "${name}" differs from "${like.name}" (${like.file}) only in case.`;
    const problem = { file, line: 1, severity: 'warning', code: 'name-case', message } as const;
    return { skill, problems: [...problems, problem] };
  });
}

/** `undefined` when there is no such folder. */
async function list(dir: string): Promise<readonly Dirent[] | undefined> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError(`The folder cannot be read (${code ?? String(error)}).`, {
      place: { file: dir },
      fix: 'Check its permissions.',
      cause: error,
    });
  }
}

function markdown(entries: readonly Dirent[]): readonly string[] {
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => name.endsWith('.md'));
}

async function packagedFiles(dir: string, entries: readonly Dirent[]): Promise<readonly string[]> {
  const folders = entries.filter(
    (entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()),
  );
  const found = await inTurns(folders, async ({ name }) => {
    const inside = (await list(path.join(dir, name))) ?? [];
    const files = inside.map((entry) => entry.name).filter(isSkillFileName);
    const file = files.includes('SKILL.md') ? 'SKILL.md' : files[0];
    return file === undefined ? [] : [`${name}/${file}`];
  });
  return found.flat();
}

async function writeOne(root: string, file: string, text: string): Promise<void> {
  const target = path.join(root, file);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFileAtomic(target, text, { encoding: 'utf8' });
  } catch (error) {
    throw notWritten(target, error);
  }
}

async function deleteOne(root: string, file: string): Promise<void> {
  const target = path.join(root, file);
  try {
    await rm(target, { force: true });
  } catch (error) {
    throw notWritten(target, error);
  }
  const folder = path.dirname(target);
  // Scripts and references of the skill stay; an empty folder would only be clutter.
  if (folder !== root) await rmdir(folder).catch(() => undefined);
}

function notWritten(file: string, error: unknown): UserError {
  return new UserError(`The skill file could not be changed (${errorCode(error) ?? 'unknown'}).`, {
    place: { file },
    fix: 'Check the permissions of the folder and the free space on the disk.',
    cause: error,
  });
}

/**
 * Also follows links that are there already: what is written must end up in the boundary, a real path, which is the
 * root unless given.
 * @throws UserError when it would not.
 */
export async function refuseOutside(root: string, file: string, boundary = root): Promise<void> {
  const parts = file.split('/');
  const isPlain =
    !path.isAbsolute(file) &&
    !path.win32.isAbsolute(file) &&
    !/[\\:\0]/.test(file) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isPlain && isInside(boundary, await realAncestor(path.join(root, file)))) return;
  throw new UserError(`Refused to write ${JSON.stringify(file)}: it leads out of the folder.`, {
    place: { file: root },
    fix: 'Give the skill a plain name, and remove links that lead elsewhere.',
  });
}

/** Where the path, or as much of it as exists, really is. */
async function realAncestor(target: string): Promise<string> {
  try {
    return await realpath(target);
  } catch (error) {
    const parent = path.dirname(target);
    if (errorCode(error) !== 'ENOENT' || parent === target) throw error;
    return realAncestor(parent);
  }
}

async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += READ_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + READ_AT_ONCE).map(work))));
  }
  return results;
}
