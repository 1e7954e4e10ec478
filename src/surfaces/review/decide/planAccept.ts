import type { SkillValues } from '../../../engine/learn/authorsVersion';
import { EditConflict } from '../../../engine/skill/library';
import type { Library } from '../../../engine/skill/library';
import { parseSkill, rewriteSkill } from '../../../engine/skill/skillFormat';
import { fileFor } from '../../../engine/skill/skillName';
import type { Skill } from '../../../engine/skill/types';
import type { Provenance } from '../../../engine/types';
import { UserError } from '../../../util/errors';
import { carry } from './judgeFit';
import type { LibrarySnapshot } from './librarySnapshot';
import type { Part } from './parts';
import { planOf } from './plan';
import type { Plan } from './plan';

/**
 * Puts an edit into the author's library, merged onto what is there: the next version of every skill it changes,
 * with the one before in the archive. What is there already is left alone.
 */
export function planAccept(
  snapshot: LibrarySnapshot,
  parts: readonly Part[],
  provenanceOf: (name: string) => Provenance,
): Plan {
  let { library } = snapshot;
  for (const part of parts) {
    const { name } = part;
    const carried = carry(part, snapshot);
    if ('hindrance' in carried) return { kind: 'stale', ...carried };
    try {
      if (part.isOwn) refuseOtherName(library, part);
      library =
        carried.kind === 'there'
          ? putRest(library, part, provenanceOf)
          : putPart(library, part, carried, provenanceOf(name));
    } catch (error) {
      const isExpected = error instanceof EditConflict || error instanceof UserError;
      if (!isExpected) throw error;
      const detail = error instanceof EditConflict ? error.reason : error.message;
      return { kind: 'stale', hindrance: { name, why: 'refused', detail } };
    }
  }
  const names = parts.map(({ name }) => name);
  return planOf(snapshot.library, library, names);
}

/** @throws EditConflict, UserError when the result would be no skill. */
function putPart(
  library: Library,
  { name, next: text, isOwn }: Part,
  { kind, next }: { readonly kind: 'applies' | 'merges'; readonly next: SkillValues | null },
  provenance: Provenance,
): Library {
  if (next === null) {
    return library.apply([{ action: 'REMOVE', name, description: '', content: '' }], provenance);
  }
  const action = library.find(name) ? 'MODIFY' : 'ADD';
  // Not spread: what is read from a text brings a name of its own.
  const { description, content, tags } = next;
  const edited = library.apply([{ action, name, description, content, tags }], provenance);
  const skill = edited.find(name);
  if (!isOwn || text === null || kind !== 'applies' || !skill) return edited;
  return edited.put(withBookkeeping(text, skill));
}

/** What the author's text changes beside what an edit can: other keys, comments, white space. */
function putRest(
  library: Library,
  { name, base, next: text, isOwn }: Part,
  provenanceOf: (name: string) => Provenance,
): Library {
  const skill = library.find(name);
  if (!isOwn || text === null || !skill || base !== skill.text) return library;
  if (withBookkeeping(text, skill).text === skill.text) return library;
  const { description, content, tags } = skill;
  const edit = { action: 'MODIFY', name, description, content, tags } as const;
  const edited = library.apply([edit], provenanceOf(name));
  return edited.put(withBookkeeping(text, edited.find(name) ?? skill));
}

/** The whole of the author's text counts; number and provenance are ours to write. */
function withBookkeeping(text: string, { file, version, provenance }: Skill): Skill {
  return rewriteSkill(parseSkill(text, file), { version, ...(provenance ? { provenance } : {}) });
}

function refuseOtherName(library: Library, { name, next: text }: Part): void {
  if (text === null) return;
  const found = parseSkill(text, library.find(name)?.file ?? fileFor(name, library.layout)).name;
  if (found === name) return;
  throw new UserError(`the text names itself ${JSON.stringify(found.slice(0, 80))}.`);
}
