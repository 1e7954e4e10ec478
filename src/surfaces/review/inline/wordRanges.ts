import { diffWordsWithSpace } from 'diff';

/** A stretch of a line, in UTF-16 units; `end` is not part of it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const MAX_CHARACTERS = 20_000;
const MAX_CHANGED_WORDS = 400;
/** When most of a text is other words, to mark them says nothing. */
const MAX_CHANGED_SHARE = 0.7;

/** Which stretches of removed and added lines are other words; `undefined` when that would not help. */
export function wordRanges(
  removed: readonly string[],
  added: readonly string[],
):
  | {
      readonly removed: readonly (readonly Stretch[])[];
      readonly added: readonly (readonly Stretch[])[];
    }
  | undefined {
  const old = removed.join('\n');
  const now = added.join('\n');
  if (old === '' || now === '' || old.length + now.length > MAX_CHARACTERS) return undefined;
  const changes = diffWordsWithSpace(old, now, { maxEditLength: MAX_CHANGED_WORDS });
  if (changes === undefined) return undefined;
  const share = (side: 'removed' | 'added', length: number): number =>
    changes.filter((it) => it[side]).reduce((sum, { value }) => sum + value.length, 0) / length;
  if (Math.min(share('removed', old.length), share('added', now.length)) > MAX_CHANGED_SHARE) {
    return undefined;
  }
  const parts = (side: 'removed' | 'added', other: 'removed' | 'added') =>
    changes.filter((it) => !it[other]).map((it) => ({ text: it.value, isMarked: it[side] }));
  return {
    removed: unlessWhole(removed, inLines(parts('removed', 'added'))),
    added: unlessWhole(added, inLines(parts('added', 'removed'))),
  };
}

/** A line that is new as a whole has no words to tell apart. */
function unlessWhole(
  lines: readonly string[],
  ranges: readonly (readonly Stretch[])[],
): readonly (readonly Stretch[])[] {
  return ranges.map((line, at) => {
    const length = line.reduce((sum, { start, end }) => sum + end - start, 0);
    return length >= (lines[at]?.length ?? 0) ? [] : line;
  });
}

function inLines(
  parts: readonly { readonly text: string; readonly isMarked: boolean }[],
): readonly (readonly Stretch[])[] {
  const lines: Stretch[][] = [];
  let line: Stretch[] = [];
  let column = 0;
  for (const { text, isMarked } of parts) {
    for (const [at, piece] of text.split('\n').entries()) {
      if (at > 0) {
        lines.push(line);
        line = [];
        column = 0;
      }
      if (isMarked && piece !== '') line.push({ start: column, end: column + piece.length });
      column += piece.length;
    }
  }
  return [...lines, line];
}
