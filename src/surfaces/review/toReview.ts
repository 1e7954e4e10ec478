import type { ReviewEdit } from './reviewEdit';
import { isOpen } from './tree/filter';

type Waiting = Pick<
  ReviewEdit,
  'decision' | 'candidate' | 'libraryDir' | 'isAwaited' | 'isOverride' | 'draft'
>;

/** Does it wait for the author's word, and can be taken? Published runs have no author here. */
export function isToReview(edit: Waiting): boolean {
  return isOpen(edit) && edit.libraryDir !== undefined;
}

/** What to look at now: what a run waits for, else the first in the order of the book. */
export function firstToReview<T extends Waiting>(edits: readonly T[]): T | undefined {
  return edits.find(({ isAwaited }) => isAwaited) ?? edits.find(isToReview);
}
