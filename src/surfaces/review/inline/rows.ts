import { diffArrays } from 'diff';

/** A line of either text or of both; `text` is as written, with its line end if it has one. */
export interface Row {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** More changed lines than these are not worth finding the shortest way between the texts. */
const MAX_CHANGED_LINES = 1_500;

/**
 * The lines of both texts under each other; where they differ, the removed ones first. Lines that differ only
 * in their line end are the same, and are written as in `before`; a last line without one is another line.
 */
export function diffRows(before: string, after: string): readonly Row[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const [start, end] = commonEnds(old, now);
  const middle = changedRows(
    old.slice(start, old.length - end),
    now.slice(start, now.length - end),
  );
  return [...old.slice(0, start).map(same), ...middle, ...old.slice(old.length - end).map(same)];
}

/** With their line ends; nothing for an empty text. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** How many lines at the start, and then at the end, are the same. */
function commonEnds(old: readonly string[], now: readonly string[]): readonly [number, number] {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && isSame(old[start], now[start])) start += 1;
  let end = 0;
  while (end < most - start && isSame(old.at(-1 - end), now.at(-1 - end))) end += 1;
  return [start, end];
}

function changedRows(old: readonly string[], now: readonly string[]): readonly Row[] {
  const changes = diffArrays([...old], [...now], {
    comparator: isSame,
    maxEditLength: MAX_CHANGED_LINES,
  });
  // Two texts that have next to nothing in common are one replaced by the other.
  if (changes === undefined) return [...old.map(removed), ...now.map(added)];
  const rows: Row[] = [];
  let late: Row[] = [];
  let at = 0;
  for (const change of changes) {
    if (change.added) {
      late.push(...change.value.map(added));
      continue;
    }
    const lines = old.slice(at, at + change.count);
    at += change.count;
    if (change.removed) {
      rows.push(...lines.map(removed));
      continue;
    }
    rows.push(...late, ...lines.map(same));
    late = [];
  }
  return [...rows, ...late];
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b || a?.replace(/\r\n$/, '\n') === b?.replace(/\r\n$/, '\n');
}

const same = (text: string): Row => ({ kind: 'same', text });
const removed = (text: string): Row => ({ kind: 'removed', text });
const added = (text: string): Row => ({ kind: 'added', text });
