import type { ReviewEdit } from '../review/reviewEdit';

/** Did the gate accept it, and does it wait for the author's word? Published runs have no author here. */
export function isToReview(
  edit: Pick<ReviewEdit, 'decision' | 'candidate' | 'libraryDir'>,
): boolean {
  return (
    edit.decision === 'pending' &&
    edit.candidate.judged.verdict === 'accepted' &&
    edit.libraryDir !== undefined
  );
}
