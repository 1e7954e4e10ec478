import { EditConflict } from '../../../engine/skill/library';
import type { Library } from '../../../engine/skill/library';
import { archiveFile } from '../../../engine/skill/archive';
import { parseSkill } from '../../../engine/skill/skillFormat';
import { fileFor, isSafeName } from '../../../engine/skill/skillName';
import type { Skill } from '../../../engine/skill/types';
import { UserError } from '../../../util/errors';
import { carry } from './judgeFit';
import type { LibrarySnapshot } from './librarySnapshot';
import { mergeSkill, same } from './mergeSkill';
import type { Part } from './parts';
import { planOf } from './plan';
import type { Archives, Plan } from './plan';
import { readSkill } from './skillReader';

/** The text that a file had before the edit was accepted, if it is still known for this text of now. */
export type KnownText = (name: string, now: string | null) => string | null | undefined;

/**
 * Takes an edit out of the author's library again. Where nothing was changed since, the files come back as they
 * were before it; where something was, only what the edit did is taken back, as another version.
 */
export function planTakeOut(
  snapshot: LibrarySnapshot,
  accepted: readonly Part[],
  id: string,
  known: KnownText = () => undefined,
): Plan {
  let { library } = snapshot;
  const archives: Record<string, string | null> = {};
  for (const part of accepted) {
    const { name } = part;
    const current = library.find(name);
    // What this window knows exactly needs no merging, however a formatter has moved the lines since.
    const remembered = known(name, current?.text ?? null);
    if (typeof remembered === 'string' && current !== undefined) {
      const restored = parseSkill(remembered, current.file);
      library = library.put(restored);
      Object.assign(archives, withoutArchive(library, restored));
      continue;
    }
    const carried = carry({ ...part, base: part.next, next: part.base }, snapshot);
    if ('hindrance' in carried) return { kind: 'stale', ...carried };
    if (carried.kind === 'there') continue;
    try {
      const restored = restore(snapshot.library, part, known, carried.kind === 'applies');
      if (carried.next === null) {
        library = library.drop(name);
      } else if (restored) {
        library = library.put(restored);
        Object.assign(archives, withoutArchive(library, restored));
      } else if (current !== undefined) {
        const provenance = {
          ...(part.base === null ? {} : readSkill(part.base).provenance),
          undoes: id,
        };
        const { description, content, tags } = carried.next;
        const edit = { action: 'MODIFY', name, description, content, tags } as const;
        library = library.apply([edit], provenance);
      }
    } catch (error) {
      const isExpected = error instanceof EditConflict || error instanceof UserError;
      if (!isExpected) throw error;
      return { kind: 'stale', hindrance: { name, why: 'refused', detail: error.message } };
    }
  }
  const plan = planOf(
    snapshot.library,
    library,
    accepted.map(({ name }) => name),
  );
  return { ...plan, archives: { ...plan.archives, ...archives } };
}

/**
 * The skill as it was: exactly, if somebody remembers; else as it was archived, or as the run knew it.
 * `undefined` when something else was changed since.
 */
function restore(
  library: Library,
  part: Part,
  known: KnownText,
  isUntouched: boolean,
): Skill | undefined {
  const { name, base } = part;
  const current = library.find(name);
  const remembered = known(name, current?.text ?? null);
  const file = current?.file ?? placeFor(library, name);
  if (typeof remembered === 'string') return parseSkill(remembered, file);
  const archived = library.history(name).findLast((it) => madeOf(it, part, current));
  if (archived) return parseSkill(archived.text, file);
  return isUntouched && base !== null ? parseSkill(base, file) : undefined;
}

/** Is the skill of now what accepting the edit made of this archived one? */
function madeOf(archived: Skill, { base, next }: Part, current: Skill | undefined): boolean {
  if (current && current.provenance?.parent_version !== archived.version) return false;
  const made = mergeSkill(readOr(base), archived, readOr(next));
  return (made.kind === 'applies' || made.kind === 'merges') && same(made.next, current ?? null);
}

/** The archive once this version is the current one again: what had to make room for it is back in its place. */
function withoutArchive(library: Library, { name, version, text }: Skill): Archives {
  const files = library.files();
  const place = archiveFile(name, version);
  if (files.get(place) !== text) return {};
  let life = 0;
  while (files.has(archiveFile(name, version, life + 1))) life += 1;
  if (life === 0) return { [place]: null };
  const aside = archiveFile(name, version, life);
  return { [place]: files.get(aside) ?? null, [aside]: null };
}

function readOr(text: string | null): Skill | null {
  return text === null ? null : readSkill(text);
}

function placeFor(library: Library, name: string): string {
  if (isSafeName(name)) return fileFor(name, library.layout);
  throw new UserError('the name is not one a skill file can have.');
}
