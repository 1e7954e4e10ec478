import { parseSkill } from '../../../engine/skill/skillFormat';
import type { Library } from '../../../engine/skill/library';
import type { ReviewEdit } from '../reviewEdit';
import { considerAccept, groundOf } from './acceptance';
import type { Hindrance } from './judgeFit';
import type { LibrarySnapshot } from './librarySnapshot';
import { namesOf } from './parts';
import { markOf } from './plan';

/** The author's library without an edit and with it. */
export interface Measurable {
  readonly saved: Library;
  readonly edited: Library;
  readonly mark: string;
  readonly isOwn: boolean;
  /** The skills of the edit as they are in one of these, put into the library that a project has read. */
  into(project: Library, from: Library): Library;
}

/** @returns a hindrance when the edit cannot be put in, or none when it makes no difference. */
export function measurable(
  edit: ReviewEdit,
  snapshot: LibrarySnapshot,
): Measurable | { readonly hindrance: Hindrance | undefined } {
  const names = namesOf(edit.candidate.judged);
  const into: Measurable['into'] = (project, from) =>
    names.reduce((library, name) => {
      const skill = from.find(name);
      // Read anew: the project's library is of another bundle, and keeps its own kind of skills.
      return skill ? library.put(parseSkill(skill.text, skill.file)) : library.drop(name);
    }, project);
  if (edit.decision === 'accepted' && edit.fit === 'there') {
    const saved = groundOf(edit, snapshot, undefined).library;
    const edited = snapshot.library;
    const mark = markOf(edited, names);
    if (mark === markOf(saved, names)) return { hindrance: undefined };
    return { saved, edited, mark, isOwn: edit.said?.files !== undefined, into };
  }
  const considered = considerAccept(edit, snapshot);
  if (considered.kind === 'stale') return considered;
  if (considered.kind === 'nothing') return { hindrance: undefined };
  const saved = snapshot.library;
  const edited = considered.plan('', '').after;
  const { mark, isOwn } = considered;
  if (mark === markOf(saved, names)) return { hindrance: undefined };
  return { saved, edited, mark, isOwn, into };
}
