import type { ReviewEdit } from '../reviewEdit';
import { isOpen } from '../tree/filter';

/**
 * The next edit to review in the order of the book, or the one before; around the end. What the gate refused is
 * gone through only by those who have opened one of them. `undefined` when there is none but the one shown.
 */
export function neighbour(
  edits: readonly ReviewEdit[],
  current: string | undefined,
  step: 1 | -1,
): ReviewEdit | undefined {
  const at = edits.findIndex(({ key }) => key === current);
  const shown = edits[at];
  const isAmongRefused = shown?.decision === 'pending' && !isOpen(shown);
  const isMeant = (edit: ReviewEdit): boolean =>
    isAmongRefused ? edit.decision === 'pending' : isOpen(edit);
  // From nowhere the first step leads to the first, or the last.
  const start = at === -1 && step === -1 ? 0 : at;
  for (let n = 1; n <= edits.length; n += 1) {
    const edit = edits[(start + n * step + n * edits.length) % edits.length];
    if (edit !== undefined && edit.key !== current && isMeant(edit)) return edit;
  }
  return undefined;
}
