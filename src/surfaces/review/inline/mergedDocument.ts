import type { Hunk, SkillChange } from './hunks';
import type { Row } from './rows';
import { shownLine } from './shownLine';
import { wordRanges, type Stretch } from './wordRanges';

export interface MergedLine {
  /** `title` names the file that follows, when there are several. */
  readonly kind: Row['kind'] | 'title';
  /** The words that make a changed line another one, where that can be told. */
  readonly words: readonly Stretch[];
  /** The file ends here, without a line end. */
  readonly isOpenEnd: boolean;
}

export interface MergedHunk {
  readonly id: string;
  readonly skill: string;
  readonly isBookkeeping: boolean;
  /** Lines of the merged document, both included. */
  readonly first: number;
  readonly last: number;
  readonly removed: number;
  readonly added: number;
}

/** An edit as one document: removed and added lines under each other. */
export interface MergedDocument {
  readonly text: string;
  readonly lines: readonly MergedLine[];
  readonly hunks: readonly MergedHunk[];
}

export function mergedDocument(changes: readonly SkillChange[]): MergedDocument {
  const texts: string[] = [];
  const lines: MergedLine[] = [];
  const hunks: MergedHunk[] = [];
  const title = (text: string): void => {
    texts.push(text);
    lines.push({ kind: 'title', words: [], isOpenEnd: false });
  };
  for (const [at, change] of changes.entries()) {
    if (at > 0) title('');
    if (changes.length > 1) title(`──── ${change.pair.action} ${shownLine(change.pair.name)} ────`);
    const start = lines.length;
    const shown = change.rows.map(({ text }, row) => shownLine(text, row === 0));
    texts.push(...shown);
    lines.push(
      ...change.rows.map(({ kind, text }) => ({
        kind,
        words: [],
        isOpenEnd: kind !== 'same' && !text.endsWith('\n'),
      })),
    );
    for (const hunk of change.hunks) {
      hunks.push(place(hunk, change, start, lines.length));
      // Which figures of the bookkeeping are others is of no interest.
      const marked = hunk.isBookkeeping ? [] : markWords(change.rows, shown, hunk);
      for (const [row, words] of marked) {
        const line = lines[start + row];
        if (line) lines[start + row] = { ...line, words };
      }
    }
  }
  return { text: texts.join('\n'), lines, hunks };
}

function place(hunk: Hunk, { pair, rows }: SkillChange, start: number, end: number): MergedHunk {
  const count = (kind: Row['kind']): number =>
    rows.slice(hunk.start, hunk.end).filter((row) => row.kind === kind).length;
  // An empty file that comes or goes has no line of its own: it is shown where it would begin.
  const first = Math.max(0, Math.min(start + hunk.start, end - 1));
  return {
    id: hunk.id,
    skill: pair.name,
    isBookkeeping: hunk.isBookkeeping,
    first,
    last: Math.max(first, start + hunk.end - 1),
    removed: count('removed'),
    added: count('added'),
  };
}

/** Rows of the hunk with the words to mark in them. */
function markWords(
  rows: readonly Row[],
  shown: readonly string[],
  { start, end }: Hunk,
): readonly (readonly [number, readonly Stretch[]])[] {
  const of = (kind: Row['kind']): readonly number[] =>
    rows.slice(start, end).flatMap((row, at) => (row.kind === kind ? [start + at] : []));
  const removed = of('removed');
  const added = of('added');
  const texts = (at: readonly number[]): readonly string[] => at.map((row) => shown[row] ?? '');
  const words = wordRanges(texts(removed), texts(added));
  if (words === undefined) return [];
  return [
    ...removed.map((row, at) => [row, words.removed[at] ?? []] as const),
    ...added.map((row, at) => [row, words.added[at] ?? []] as const),
  ];
}
