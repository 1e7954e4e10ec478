import { diffLines } from 'diff';

/** A replacement in a text: UTF-16 offsets into it as it was. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** More changed lines than this are replaced as one: what stays in between matters to nobody. */
const MAX_CHANGED_LINES = 1_000;

/** What to replace so that one text becomes the other: whole lines, so that cursors elsewhere stay put. */
export function lineEdits(before: string, after: string): readonly TextReplacement[] {
  if (before === after) return [];
  const changes = diffLines(before, after, { maxEditLength: MAX_CHANGED_LINES });
  if (changes === undefined) return [{ start: 0, end: before.length, text: after }];
  const edits: TextReplacement[] = [];
  let at = 0;
  for (const { value, added, removed } of changes) {
    const last = edits.at(-1);
    if (added) {
      if (last?.end === at) edits.splice(-1, 1, { ...last, text: last.text + value });
      else edits.push({ start: at, end: at, text: value });
      continue;
    }
    const end = at + value.length;
    if (removed) {
      if (last?.end === at) edits.splice(-1, 1, { ...last, end });
      else edits.push({ start: at, end, text: '' });
    }
    at = end;
  }
  return edits;
}
