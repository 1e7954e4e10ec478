import type { EditAction } from '../../engine/types';

/**
 * One skill that an edit touches, as the review shows it: three texts, `null` where there is no file.
 *
 * - pending: `base` is the author's text of now if the edit applies or merges, else what the run had; `offered`
 *   is the run's proposal on that base; `proposed` is what accepting would write: the author's own version of
 *   the proposal where there is one, else `offered`.
 * - accepted: `base` and `offered` are the run's own, `proposed` is what is in the author's library now.
 * - rejected: as pending.
 */
export interface EditSide {
  readonly name: string;
  readonly action: EditAction;
  /** The author's skill file, absolute, whether it exists or not; absent when there is no library to accept into. */
  readonly file?: string;
  readonly base: string | null;
  readonly offered: string | null;
  readonly proposed: string | null;
  /** Is `base` the author's text of now, or what the run had when it made the edit? */
  readonly basis: 'author' | 'run';
}
