import { gateSaid } from '../gateSaid';
import type { ReviewEdit } from '../reviewEdit';

/** Undecided edits of one skill: those that the gate accepted, and the others. */
export interface SkillEdits {
  readonly accepted: readonly ReviewEdit[];
  readonly others: readonly ReviewEdit[];
}

/** What is still to be decided for this skill of this library. */
export function skillEdits(
  edits: readonly ReviewEdit[],
  place: { readonly dir: string; readonly name: string },
): SkillEdits {
  const open = edits.filter(
    ({ decision, libraryDir, candidate, fit }) =>
      decision === 'pending' &&
      libraryDir === place.dir &&
      candidate.judged.edits.some(({ name }) => name === place.name) &&
      fit !== 'there',
  );
  const isAccepted = ({ candidate }: ReviewEdit): boolean => gateSaid(candidate) === 'accepted';
  return {
    accepted: open.filter(isAccepted),
    others: open.filter((edit) => !isAccepted(edit)),
  };
}
