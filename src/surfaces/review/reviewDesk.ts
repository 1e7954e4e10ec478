import type { Decider } from './decide/decider';
import type { Reprober } from './decide/reprober';
import type { Drafts } from './drafts';
import type { ReasonKeeper } from './reasonKeeper';
import type { ReviewFocus } from './reviewFocus';

/**
 * What the two halves of the review have for each other: how an edit is shown and talked about on one side,
 * what is decided about it on the other.
 */
export interface ReviewDesk {
  readonly decider: Decider;
  readonly reprober: Reprober;
  /** What the author made of proposals by hand. */
  readonly drafts: Drafts;
  /** Told at the start by whoever shows edits. */
  focus: ReviewFocus;
  reasons: ReasonKeeper;
}
