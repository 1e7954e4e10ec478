import type { l10n } from 'vscode';
import { lintSkill } from '../../../engine/skill/lint';
import type { LintProfile } from '../../../engine/skill/lint';
import { printSkill } from '../../../engine/skill/printSkill';
import { fileFor, isSafeName, slugify } from '../../../engine/skill/skillName';
import type { Layout, Skill } from '../../../engine/skill/types';

type Localizer = Pick<typeof l10n, 't'>;

const MAX_NAME_LENGTH = 64;

/** Where a new skill goes, and what is there already. */
export interface NewSkillPlace {
  readonly layout: Layout;
  readonly profile: LintProfile;
  /** Names of the library's skills. */
  readonly taken: readonly string[];
}

/** What is wrong with a name, and one that is right; `undefined` when it can be used. */
export function objectionToName(
  name: string,
  { layout, profile, taken }: NewSkillPlace,
  l10n: Localizer,
): string | undefined {
  const instead = proposedName(name, layout);
  if (name.trim() === '')
    return l10n.t('Give the skill a name, such as {0}.', proposedName('check dates', layout));
  if (slugify(name) === 'skeleton') return l10n.t('"skeleton" is the name of the template.');
  const isStrict = profile !== 'grasp' || layout === 'folder';
  if (isStrict && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) {
    return l10n.t('Use lower-case letters, digits and single hyphens: {0}', instead);
  }
  if (!isSafeName(name) || /\s/.test(name)) {
    return l10n.t('The name becomes a file name; use letters, digits, "_" and "-": {0}', instead);
  }
  if (name.length > MAX_NAME_LENGTH) {
    return l10n.t(
      'The name has {0} characters; at most {1} are allowed.',
      name.length,
      MAX_NAME_LENGTH,
    );
  }
  const twin = taken.find((it) => slugify(it) === slugify(name));
  return twin === undefined ? undefined : l10n.t('There is a skill "{0}" already.', twin);
}

/** What is wrong with a description; `undefined` when it can be used. */
export function objectionToDescription(
  description: string,
  place: NewSkillPlace,
  l10n: Localizer,
): string | undefined {
  if (description.trim() === '')
    return l10n.t('Agents choose a skill by its description: say what it does and when to use it.');
  const name = proposedName('check dates', place.layout);
  const { text, file } = draftSkill({ name, description, content: '# Draft\n\nDo it.' }, place);
  const found = lintSkill({ text, file }, place.profile).find(
    ({ code }) => code.includes('description') || code === 'no-when-to-use',
  );
  if (found === undefined && description.length <= 1024) return undefined;
  return found?.code === 'no-when-to-use'
    ? l10n.t('Say also when to use it, as in "Use when …".')
    : (found?.message ?? l10n.t('At most {0} characters are read.', 1024));
}

/** A new skill as its file is to be. */
export function draftSkill(
  {
    name,
    description,
    content,
  }: { readonly name: string; readonly description: string; readonly content: string },
  { layout }: Pick<NewSkillPlace, 'layout'>,
): Skill {
  return printSkill({
    name,
    description: description.trim().replace(/\s+/g, ' '),
    tags: [],
    version: 1,
    provenance: undefined,
    content,
    file: fileFor(name, layout),
  });
}

/** The body of the template, under a title of its own. */
export function bodyFrom(skeleton: string, name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  const title = `# ${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const body = skeleton.trim();
  return /^# [^\n]*/.test(body) ? body.replace(/^# [^\n]*/, () => title) : `${title}\n\n${body}`;
}

/** A name that files of this layout usually have. */
export function proposedName(name: string, layout: Layout): string {
  return slugify(name, layout === 'folder' ? '-' : '_')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[-_]+$/, '');
}
