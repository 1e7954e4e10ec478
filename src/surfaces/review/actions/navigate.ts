import type { ReviewEdit } from '../reviewEdit';

/**
 * The next undecided edit in the order of the book, or the one before; around the end. `undefined` when there is
 * none but the one shown.
 */
export function neighbour(
  edits: readonly ReviewEdit[],
  current: string | undefined,
  step: 1 | -1,
): ReviewEdit | undefined {
  const at = edits.findIndex(({ key }) => key === current);
  // From nowhere the first step leads to the first, or the last.
  const start = at === -1 && step === -1 ? 0 : at;
  for (let n = 1; n <= edits.length; n += 1) {
    const edit = edits[(start + n * step + n * edits.length) % edits.length];
    if (edit !== undefined && edit.key !== current && edit.decision === 'pending') return edit;
  }
  return undefined;
}
