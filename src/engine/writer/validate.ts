import type { Library } from '../skill/library';
import { isSafeName, slugify } from '../skill/skillName';
import type { Edit, EditAction, Json } from '../types';
import { isJsonObject, type JsonObject } from './jsonObject';
import { oneLine } from './oneLine';

export interface ValidateOptions {
  /** How many learned skills the library may hold. */
  readonly capacity: number;
  /** Does a MODIFY without tags keep the skill's tags? Otherwise it clears them. */
  readonly keepTags: boolean;
}

export interface RefusedEdit {
  readonly edit: Json;
  /** One plain sentence. */
  readonly reason: string;
}

export interface ValidatedEdits {
  readonly valid: readonly Edit[];
  readonly refused: readonly RefusedEdit[];
}

/** Longest body of a skill, in UTF-8 bytes. */
export const MAX_CONTENT_BYTES = 64 * 1024;

/**
 * Sorts what the writer proposed into edits that apply to this library and edits that do not. Each
 * edit is looked at against the library as it stands, not as the edits before it would leave it,
 * except that every ADD takes a slot and every REMOVE in the reply frees one. Never throws.
 */
export function validateEdits(
  raw: readonly Json[],
  library: Library,
  options: ValidateOptions,
): ValidatedEdits {
  const valid: Edit[] = [];
  const refused: RefusedEdit[] = [];
  const readOnly = new Set(['skeleton', ...library.base.map((skill) => slugify(skill.name))]);
  let slots = options.capacity - library.learned.length + removedNames(raw).size;

  for (const proposed of raw) {
    const read = readEdit(proposed, library, readOnly, options.keepTags);
    if (typeof read === 'string') {
      refused.push({ edit: proposed, reason: read });
    } else if (read.action === 'ADD' && slots <= 0) {
      const reason = `The library is full (${String(options.capacity)} skills), so nothing can be added.`;
      refused.push({ edit: proposed, reason });
    } else {
      if (read.action === 'ADD') slots -= 1;
      valid.push(read);
    }
  }
  return { valid, refused };
}

/** The edit, cleaned up, or why it is refused. */
function readEdit(
  proposed: Json,
  library: Library,
  readOnly: ReadonlySet<string>,
  keepTags: boolean,
): Edit | string {
  if (!isJsonObject(proposed)) return 'It is not an object.';
  const action = actionOf(proposed);
  if (action === undefined) return 'Its action is none of ADD, MODIFY and REMOVE.';

  const asked = textOf(proposed.name);
  const slug = slugify(asked);
  if (readOnly.has(slug)) return `"${slug}" is a base skill, and base skills are read-only.`;
  const existing = library.findLoose(asked);
  const name = existing?.name ?? slugify(asked, library.layout === 'folder' ? '-' : '_');

  if (action === 'ADD' && existing !== undefined) return `There is a skill "${name}" already.`;
  if (action !== 'ADD' && existing === undefined) return `There is no learned skill "${name}".`;
  if (!isSafeName(name)) return `"${name}" is not a name a skill file can have.`;

  const content = textOf(proposed.content);
  if (action !== 'REMOVE' && content === '') return `${action} needs content.`;
  const flaw = contentFlaw(content);
  if (flaw !== undefined) return flaw;

  const described = oneLine(textOf(proposed.description));
  // A MODIFY that says nothing about the description is about the body.
  const description =
    described === '' && action === 'MODIFY' ? (existing?.description ?? '') : described;
  const tags = tagsOf(proposed.tags);
  const keep = keepTags && action === 'MODIFY' && tags.length === 0;
  return { action, name, description, content, ...(keep ? {} : { tags }) };
}

/** Slugs the reply wants removed, whether or not the library has them. */
function removedNames(raw: readonly Json[]): ReadonlySet<string> {
  const removals = raw.filter(isJsonObject).filter((edit) => actionOf(edit) === 'REMOVE');
  return new Set(removals.map((edit) => slugify(textOf(edit.name))));
}

function actionOf(edit: JsonObject): EditAction | undefined {
  const action = textOf(edit.action).toUpperCase();
  return action === 'ADD' || action === 'MODIFY' || action === 'REMOVE' ? action : undefined;
}

function contentFlaw(content: string): string | undefined {
  if (content.includes('\0')) return 'Its content holds a NUL character.';
  // A UTF-16 code unit is at least one byte, so the cheap test spares encoding a huge text.
  const tooLong =
    content.length > MAX_CONTENT_BYTES ||
    new TextEncoder().encode(content).length > MAX_CONTENT_BYTES;
  return tooLong ? 'Its content is longer than 64 KB.' : undefined;
}

function tagsOf(value: Json | undefined): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const strings = list.filter((tag): tag is string => typeof tag === 'string');
  return strings.map(oneLine).filter((tag) => tag !== '');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
