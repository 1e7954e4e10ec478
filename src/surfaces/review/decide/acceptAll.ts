import { UserError } from '../../../util/errors';
import type { ReviewEdit } from '../reviewEdit';

/** What became of several decisions in a row. */
export interface Tally {
  readonly done: number;
  /** What could not be done, with the reason. */
  readonly refused: readonly { readonly edit: ReviewEdit; readonly error: UserError }[];
}

/** One after the other, each on what the one before left; an expected failure keeps none of the others back. */
export async function eachInTurn(
  edits: readonly ReviewEdit[],
  decide: (edit: ReviewEdit) => Promise<unknown>,
): Promise<Tally> {
  let done = 0;
  const refused: { edit: ReviewEdit; error: UserError }[] = [];
  for (const edit of edits) {
    try {
      await decide(edit);
      done += 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ edit, error });
    }
  }
  return { done, refused };
}
