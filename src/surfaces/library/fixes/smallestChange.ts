/** The one stretch of a text in which another differs from it. */
export interface Change {
  /** Offsets in the old text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** So that what is outside of it keeps its place: cursor, folds and marks stay where they are. */
export function smallestChange(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  // A character of two units, or a line end of two, is never cut.
  if (start > 0 && isInside(before, start)) start -= 1;
  if (tail > 0 && isInside(before, before.length - tail)) tail -= 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isInside(text: string, at: number): boolean {
  const [left, right] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  const isPair = left >= 0xd800 && left <= 0xdbff && right >= 0xdc00 && right <= 0xdfff;
  return isPair || (left === 0x0d && right === 0x0a);
}
