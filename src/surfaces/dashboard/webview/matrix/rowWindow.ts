/** Which rows of a long table are worth having in the document. */
export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** A few more than can be seen, so that a short scroll shows no gap. */
const OVERSCAN = 8;

export function rowWindow(input: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}): RowWindow {
  const { scrollTop, height, rowHeight, count } = input;
  const seen = Math.floor(scrollTop / rowHeight);
  const first = Math.max(0, Math.min(seen, count) - OVERSCAN);
  const end = Math.min(count, seen + Math.ceil(height / rowHeight) + OVERSCAN);
  return { first, end: Math.max(first, end) };
}
