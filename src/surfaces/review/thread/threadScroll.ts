import type { LineSpan } from './threadLines';

/** Lines above a thread that are shown with it, where there is room. The editor may add some for its headings. */
const CONTEXT = 5;
/** What is taken to be seen of a document that does not say. */
const UNKNOWN: LineSpan = { first: 0, last: 15 };

/**
 * The line to bring to the top, so that the thread below these lines is seen and not only its heading;
 * `undefined` where it is: in the upper half of what is seen.
 */
export function topLineFor(
  { first, last }: LineSpan,
  seen: LineSpan = UNKNOWN,
): number | undefined {
  const isSeen = first >= seen.first && last <= (seen.first + seen.last) / 2;
  if (isSeen) return undefined;
  const context = Math.min(CONTEXT, Math.floor((seen.last - seen.first + 1) / 6));
  // With the line before the first, which the lenses of the hunk stand under.
  return Math.max(0, first - 1, last - context);
}
