import { parseSkill } from '../../../engine/skill/skillFormat';
import type { Library } from '../../../engine/skill/library';
import type { ReviewEdit } from '../reviewEdit';
import { considerAccept, groundOf } from './acceptance';
import type { Hindrance } from './judgeFit';
import type { LibrarySnapshot } from './librarySnapshot';
import { namesOf } from './parts';
import { markOf } from './plan';
import type { Rerun, RerunFacts } from './rerun';

/** The author's library without an edit and with it. */
export interface Measurable {
  readonly saved: Library;
  readonly edited: Library;
  /** What this is, as a re-run keeps it; see RerunFacts. */
  readonly facts: Pick<RerunFacts, 'of' | 'against' | 'isOwn'>;
  /** The skills as they are in one of these, in place of those that a project has read: it knows the base skills. */
  into(project: Library, from: Library): Library;
}

/** @returns a hindrance when the edit cannot be put in, or none when it makes no difference. */
export function measurable(
  edit: ReviewEdit,
  snapshot: LibrarySnapshot,
): Measurable | { readonly hindrance: Hindrance | undefined } {
  const names = namesOf(edit.candidate.judged);
  const of = (
    { saved, edited }: Pick<Measurable, 'saved' | 'edited'>,
    isOwn: boolean,
  ): Measurable | { readonly hindrance: undefined } => {
    const mark = markOf(edited, names);
    if (mark === markOf(saved, names)) return { hindrance: undefined };
    return { saved, edited, facts: { of: mark, against: markOf(saved), isOwn }, into };
  };
  if (edit.decision === 'accepted' && edit.fit === 'there') {
    const saved = groundOf(edit, snapshot, undefined).library;
    return of({ saved, edited: snapshot.library }, edit.said?.files !== undefined);
  }
  const considered = considerAccept(edit, snapshot);
  if (considered.kind === 'stale') return considered;
  if (considered.kind === 'nothing') return { hindrance: undefined };
  const edited = considered.plan('', '').after;
  return of({ saved: snapshot.library, edited }, considered.isOwn);
}

/** Is this what would be measured now? Then what it came to still holds. */
export function isCurrent(rerun: Rerun, edit: ReviewEdit, snapshot: LibrarySnapshot): boolean {
  if (rerun.isLapsed === true) return false;
  const now = measurable(edit, snapshot);
  return 'facts' in now && now.facts.of === rerun.of && now.facts.against === rerun.against;
}

function into(project: Library, from: Library): Library {
  const kept = project
    .names()
    .filter((name) => from.find(name) === undefined)
    .reduce((library, name) => library.drop(name), project);
  return from.learned.reduce((library, { name, text, file }) => {
    const known = library.find(name);
    if (known?.text === text && known.file === file) return library;
    // Read anew: the project's library is of another bundle, and keeps its own kind of skills.
    return library.put(parseSkill(text, file));
  }, kept);
}
