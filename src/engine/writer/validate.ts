import { EditConflict, type Library } from '../skill/library';
import { SkillFormatError } from '../skill/skillFormatError';
import { isSafeName, slugify } from '../skill/skillName';
import type { Skill } from '../skill/types';
import type { Edit, EditAction, Json, RefusedEdit } from '../types';
import { applyHunks, type Hunk } from './applyHunks';
import { editBounds, PROVENANCE_ROOM } from './bounds';
import { isJsonObject, type JsonObject } from './jsonObject';
import { oneLine } from './oneLine';
import { unixLines, type ShownTexts } from './shownTexts';
import { trimEdits } from './trimEdits';

export interface ValidateOptions {
  /** How many learned skills the library may hold. */
  readonly capacity: number;
  /** Does a MODIFY without tags keep the skill's tags? Otherwise it clears them. */
  readonly keepTags: boolean;
  /** What a MODIFY may change, and may patch by hunks. Absent where nobody kept a record: anything, by whole texts. */
  readonly shown?: ShownTexts | undefined;
}

export interface ValidatedEdits {
  readonly valid: readonly Edit[];
  readonly refused: readonly RefusedEdit[];
}

/**
 * Sorts what the writer proposed into edits that apply to this library and edits that do not. Each
 * edit is looked at against the library as it stands, not as the edits before it would leave it,
 * except that every ADD takes a slot and every REMOVE in the reply frees one. What is valid can be put into
 * the library without an error. Never throws.
 */
export function validateEdits(
  raw: readonly Json[],
  library: Library,
  options: ValidateOptions,
): ValidatedEdits {
  const valid: Edit[] = [];
  const trimmed = trimEdits(raw);
  const refused: RefusedEdit[] = [...trimmed.refused];
  const readOnly = new Set(['skeleton', ...library.base.map((skill) => slugify(skill.name))]);
  let slots = options.capacity - library.learned.length + removedNames(trimmed.edits).size;

  for (const proposed of trimmed.edits) {
    const read = readEdit(proposed, library, readOnly, options);
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
  { keepTags, shown }: ValidateOptions,
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

  const body =
    action === 'REMOVE' ? textOf(proposed.content) : bodyOf(action, proposed, existing, shown);
  if (typeof body !== 'string') return body.reason;
  if (body.includes('\0')) return 'Its content holds a NUL character.';

  const described = oneLine(textOf(proposed.description));
  // A MODIFY that says nothing about the description is about the body.
  const description =
    described === '' && action === 'MODIFY' ? (existing?.description ?? '') : described;
  const tags = tagsOf(proposed.tags);
  const keep = keepTags && action === 'MODIFY' && tags.length === 0;
  const edit: Edit = { action, name, description, content: body, ...(keep ? {} : { tags }) };
  return conflictOf(edit, library) ?? edit;
}

/** The new body of an ADD or a MODIFY, or why there is none. */
function bodyOf(
  action: EditAction,
  proposed: JsonObject,
  existing: Skill | undefined,
  shown: ShownTexts | undefined,
): string | { readonly reason: string } {
  const content = textOf(proposed.content);
  const hunks = action === 'MODIFY' && shown ? hunksOf(proposed.hunks) : [];
  if (content === '' && hunks.length === 0) return { reason: `${action} needs content.` };
  if (existing === undefined || shown === undefined) return content;

  const seen = shown.get(existing.name);
  const name = `"${existing.name}"`;
  if (seen === undefined) {
    return { reason: `The text of ${name} was not shown to the writer, so it cannot be changed.` };
  }
  if (hunks.length === 0) {
    return seen.lines === 'all'
      ? content
      : {
          reason: `${name} was shown to the writer in part, so it can be patched and not rewritten.`,
        };
  }
  if (content !== '') return { reason: 'It has both content and hunks, and only one can hold.' };
  const patched = applyHunks(seen, hunks);
  if (!patched.ok) return patched;
  const text = patched.text.trim();
  if (text === '') return { reason: 'Its hunks leave nothing of the skill.' };
  // The author's skill may be longer than any the writer could write; a patch does not make it grow without end.
  const most = Math.max(
    editBounds.contentBytes,
    byteLength(seen.text) + editBounds.contentBytes / 8,
  );
  return byteLength(text) > most ? { reason: 'Its hunks make the skill too long.' } : text;
}

/**
 * Why the edit cannot be put into the library; `undefined` if it can, with what is noted of it in the file,
 * too. A REMOVE needs no look at the text: what is removed is kept in the history, and its probes decide.
 */
function conflictOf(edit: Edit, library: Library): string | undefined {
  try {
    library.apply([edit], { room: ' '.repeat(PROVENANCE_ROOM) });
    return undefined;
  } catch (error) {
    if (error instanceof EditConflict) return sentence(error.reason);
    if (error instanceof SkillFormatError) return `It would make no skill file: ${error.message}`;
    throw error;
  }
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

function hunksOf(value: Json | undefined): readonly Hunk[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).map(({ search, replace }) => ({
    search: typeof search === 'string' ? unixLines(search) : '',
    replace: typeof replace === 'string' ? unixLines(replace) : '',
  }));
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function tagsOf(value: Json | undefined): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const strings = list.filter((tag): tag is string => typeof tag === 'string');
  return strings.map(oneLine).filter((tag) => tag !== '');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
