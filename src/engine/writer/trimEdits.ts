import type { Json, RefusedEdit } from '../types';
import { editBounds } from './bounds';
import { isJsonObject, type JsonObject } from './jsonObject';
import { clip } from './oneLine';

export interface TrimmedEdits {
  /** Edits of bounded size, with the fields that an edit has and no others. */
  readonly edits: readonly Json[];
  /** What is too large, in a form short enough to be kept. */
  readonly refused: readonly RefusedEdit[];
}

/**
 * What of a reply may be kept at all. The journal holds it and every resume reads it again, so nothing gets in
 * that is not the size of an edit. Doing it twice changes nothing.
 */
export function trimEdits(raw: readonly Json[]): TrimmedEdits {
  const edits: Json[] = [];
  const refused: RefusedEdit[] = [];
  for (const proposed of raw.slice(0, editBounds.edits)) {
    const reason = flawOf(proposed);
    if (reason !== undefined) refused.push({ edit: stubOf(proposed), reason });
    else edits.push(isJsonObject(proposed) ? knownFields(proposed) : proposed);
  }
  const excess = raw.length - editBounds.edits;
  if (excess > 0) {
    const reason = `The reply holds ${String(excess)} edits more than the ${String(editBounds.edits)} that are read.`;
    refused.push({ edit: null, reason });
  }
  return { edits, refused };
}

function knownFields({ action, name, description, content, tags, hunks }: JsonObject): Json {
  const pairs = Array.isArray(hunks) ? hunks.map(pairOf) : undefined;
  const fields = { action, name, description, content, tags, hunks: pairs };
  const given = Object.entries(fields).filter((entry): entry is [string, Json] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(given);
}

function pairOf(hunk: Json): Json {
  if (!isJsonObject(hunk)) return null;
  const { search = '', replace = '' } = hunk;
  return { search, replace };
}

function flawOf(proposed: Json): string | undefined {
  if (typeof proposed === 'string' && proposed.length > editBounds.name) return notAnEdit;
  if (Array.isArray(proposed) && proposed.length > 0) return notAnEdit;
  if (!isJsonObject(proposed)) return undefined;
  const { action, name, description, content, tags, hunks } = proposed;
  return (
    longText('action', action, editBounds.name) ??
    longText('name', name, editBounds.name) ??
    longText('description', description, editBounds.description) ??
    contentFlaw(content) ??
    tagsFlaw(tags) ??
    hunksFlaw(hunks)
  );
}

const notAnEdit = 'It is not an object.';

function longText(what: string, value: Json | undefined, max: number): string | undefined {
  if (typeof value === 'string') {
    if (value.length <= max) return undefined;
    return `Its ${what} is longer than ${String(max)} characters.`;
  }
  return isNested(value) ? `Its ${what} is no text.` : undefined;
}

function contentFlaw(content: Json | undefined): string | undefined {
  if (isNested(content)) return 'Its content is no text.';
  if (typeof content !== 'string') return undefined;
  // A UTF-16 code unit is at least one byte, so the cheap test spares encoding a huge text.
  const tooLong =
    content.length > editBounds.contentBytes ||
    new TextEncoder().encode(content).length > editBounds.contentBytes;
  return tooLong ? 'Its content is longer than 64 KB.' : undefined;
}

function tagsFlaw(tags: Json | undefined): string | undefined {
  const { tags: most, tag: longest } = editBounds;
  const tooMany = `It has more than ${String(most)} tags.`;
  const tooLong = `It has a tag longer than ${String(longest)} characters.`;
  if (typeof tags === 'string') {
    if (tags.length > most * longest) return tooMany;
    return tagsFlaw(tags.split(','));
  }
  if (isJsonObject(tags)) return 'Its tags are no list.';
  if (!Array.isArray(tags)) return undefined;
  if (tags.length > most) return tooMany;
  if (tags.some(isNested)) return 'Its tags are no texts.';
  return tags.some((tag) => typeof tag === 'string' && tag.length > longest) ? tooLong : undefined;
}

function hunksFlaw(hunks: Json | undefined): string | undefined {
  if (hunks === undefined || hunks === null) return undefined;
  if (!Array.isArray(hunks)) return 'Its hunks are no list.';
  if (hunks.length > editBounds.hunks) return `It has more than ${String(editBounds.hunks)} hunks.`;
  const flawed = hunks.some(
    (hunk: Json) =>
      !isJsonObject(hunk) || typeof hunk.search !== 'string' || typeof hunk.replace !== 'string',
  );
  if (flawed) return 'Its hunks are not pairs of "search" and "replace".';
  const size = hunks.reduce((sum: number, hunk: JsonObject) => {
    return sum + String(hunk.search).length + String(hunk.replace).length;
  }, 0);
  return size > 2 * editBounds.contentBytes ? 'Its hunks are longer than 128 KB.' : undefined;
}

function isNested(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

/** Enough of a refused edit to know it again. */
function stubOf(proposed: Json): Json {
  if (!isJsonObject(proposed)) return typeof proposed === 'string' ? clip(proposed, 100) : null;
  const short = (value: Json | undefined): string => {
    return typeof value === 'string' ? clip(value, 100) : '';
  };
  return { action: short(proposed.action), name: short(proposed.name) };
}
