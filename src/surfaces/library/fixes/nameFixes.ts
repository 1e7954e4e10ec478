import type { l10n } from 'vscode';
import type { LintProfile } from '../../../engine/skill/lint';
import { isPackaged } from '../../../engine/skill/printSkill';
import { stemOf } from '../../../engine/skill/parseSkill';
import { isSafeName, slugify } from '../../../engine/skill/skillName';
import { nameByPlace } from '../../common/libraryPlaces';
import { changeFrontmatter } from './changeFrontmatter';
import { nameIn } from './currentFields';
import type { Fixer, FixSubject, SkillFix } from './skillFix';

type Localizer = Pick<typeof l10n, 't'>;

const MAX_NAME_LENGTH = 64;

/** The name is missing, ill-formed, or not that of its place. */
export const fixName: Fixer = (subject, l10n: Localizer) => {
  const { file, profile, text } = subject;
  const stem = stemOf(file);
  const written = nameIn(text, file);
  const separator = profile !== 'grasp' || isPackaged(file) ? '-' : '_';
  // That of the place first: then nothing has to move.
  const candidates = [stem, ...(written === undefined ? [] : [written, slug(written, separator)])];
  const fine = [...candidates, slug(stem, separator)].filter((name) => isFine(name, profile));
  return [...new Set(fine)].map((name) => renamed(subject, name, written, l10n));
};

/** Another skill of the library has the name: only its place can give it another. */
export const fixDuplicateName: Fixer = (subject, l10n: Localizer) => {
  const stem = stemOf(subject.file);
  const written = nameIn(subject.text, subject.file);
  return stem === written || !isFine(stem, subject.profile)
    ? []
    : [renamed(subject, stem, written, l10n)];
};

/** The file lies as the other layout has it. */
export const fixLayout: Fixer = ({ file }, l10n: Localizer) => {
  const isFolder = isPackaged(file);
  const to = isFolder ? `${nameByPlace(file)}.md` : `${nameByPlace(file)}/SKILL.md`;
  return [{ title: l10n.t('Move to {0}', to), rename: { from: file, to } }];
};

function renamed(
  { text, file }: FixSubject,
  name: string,
  written: string | undefined,
  l10n: Localizer,
): SkillFix {
  const isWritten = name === written;
  const changed = isWritten ? {} : { text: changeFrontmatter(text, file, { name }) };
  if (name === stemOf(file)) return { title: l10n.t('Name the skill "{0}"', name), ...changed };
  const rename = isPackaged(file)
    ? { from: folderOf(file), to: sibling(folderOf(file), name) }
    : { from: file, to: sibling(file, `${name}.md`) };
  const what = isPackaged(file)
    ? l10n.t('Rename the folder to "{0}"', name)
    : l10n.t('Rename the file to "{0}"', `${name}.md`);
  const both = isPackaged(file)
    ? l10n.t('Name the skill and its folder "{0}"', name)
    : l10n.t('Name the skill and its file "{0}"', name);
  return { title: isWritten ? what : both, ...changed, rename };
}

function isFine(name: string, profile: LintProfile): boolean {
  if (profile === 'grasp') return isSafeName(name);
  return name.length <= MAX_NAME_LENGTH && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
}

function slug(name: string, separator: '_' | '-'): string {
  return slugify(name, separator)
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[-_]+$/, '');
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

function sibling(path: string, name: string): string {
  return [...path.split('/').slice(0, -1), name].join('/');
}
