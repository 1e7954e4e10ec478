/** An edit as the author wants it, where that is not as it was proposed. Pure. */
import { UserError } from '../../util/errors';
import { parseSkill } from '../skill/skillFormat';
import { fileFor } from '../skill/skillName';
import type { Skill } from '../skill/types';
import type { Edit } from '../types';

/** What an edit changes of a skill; everything else of its file is the engine's to write. */
export type SkillValues = Pick<Skill, 'description' | 'content' | 'tags'>;

export function sameValues(a: SkillValues, b: SkillValues): boolean {
  return (
    a.content.trim() === b.content.trim() &&
    a.description === b.description &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, i) => tag === b.tags[i])
  );
}

/**
 * The edits with the author's texts in place of what was proposed: whole skill files by name, `null` for none.
 * An edit of which nothing is left is not among them.
 * @param before The skill of a name as the edit found it.
 * @throws UserError for a text that is no skill, or another one.
 */
export function authorsEdits(
  edits: readonly Edit[],
  files: Readonly<Record<string, string | null>>,
  before: (name: string) => Skill | undefined,
): readonly Edit[] {
  return edits.flatMap((edit) => {
    const { name, action } = edit;
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    if (text === undefined) return [edit];
    const old = before(name);
    if (text === null) {
      return old === undefined ? [] : [{ action: 'REMOVE', name, description: '', content: '' }];
    }
    const { description, content, tags } = readAs(name, text);
    if (old !== undefined && sameValues(old, { description, content, tags })) return [];
    return [{ action: action === 'REMOVE' ? 'MODIFY' : action, name, description, content, tags }];
  });
}

/** @throws UserError when this is no skill of that name. */
function readAs(name: string, text: string): Skill {
  const skill = parseSkill(text, fileFor(name, 'flat'));
  if (skill.name === name) return skill;
  throw new UserError(`The author's version of "${name}" names itself "${skill.name}".`, {
    fix: 'Keep the name; to rename a skill, remove it and add another.',
  });
}

export function sameEdits(a: readonly Edit[], b: readonly Edit[]): boolean {
  const key = ({ action, name, description, content, tags }: Edit): string =>
    JSON.stringify([action, name, description, content.trim(), tags ?? null]);
  return a.length === b.length && a.every((edit, i) => key(edit) === key(b[i] ?? edit));
}
