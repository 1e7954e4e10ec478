import { METADATA_PROVENANCE, METADATA_VERSION } from '../../../engine/skill/skillFields';
import type { Row } from './rows';

/** A row, and whether it belongs to what GRASP itself keeps in the frontmatter: version and provenance. */
export interface MarkedRow extends Row {
  readonly isBookkeeping: boolean;
  /** Can it be told apart from the changed lines around it? */
  readonly isApart: boolean;
}

/**
 * Marks bookkeeping. Where changed lines are bookkeeping in part, that part is put last, with its removed lines
 * first again, so that it stands apart from what the author decides on, unless the order of the lines forbids
 * that.
 */
export function markBookkeeping(rows: readonly Row[]): readonly MarkedRow[] {
  const before = new Frontmatter();
  const after = new Frontmatter();
  const marked = rows.map((row): MarkedRow => {
    const old = row.kind !== 'added' && before.read(row.text);
    const now = row.kind !== 'removed' && after.read(row.text);
    return { ...row, isBookkeeping: old || now, isApart: false };
  });
  const result: MarkedRow[] = [];
  for (let start = 0; start < marked.length;) {
    const row = marked[start];
    if (row === undefined) break;
    if (row.kind === 'same') {
      result.push(row);
      start += 1;
      continue;
    }
    let end = start;
    while (end < marked.length && marked[end]?.kind !== 'same') end += 1;
    result.push(...separate(marked.slice(start, end)));
    start = end;
  }
  return result;
}

function separate(run: readonly MarkedRow[]): readonly MarkedRow[] {
  const removed = run.filter(({ kind }) => kind === 'removed');
  const added = run.filter(({ kind }) => kind === 'added');
  if (!isLast(removed) || !isLast(added)) return run;
  const part = (rows: readonly MarkedRow[], isBookkeeping: boolean): readonly MarkedRow[] =>
    rows
      .filter((row) => row.isBookkeeping === isBookkeeping)
      .map((row) => ({ ...row, isApart: isBookkeeping }));
  return [false, true].flatMap((flag) => [...part(removed, flag), ...part(added, flag)]);
}

/** Does nothing follow bookkeeping but bookkeeping? */
function isLast(rows: readonly MarkedRow[]): boolean {
  const first = rows.findIndex(({ isBookkeeping }) => isBookkeeping);
  return first === -1 || rows.slice(first).every(({ isBookkeeping }) => isBookkeeping);
}

/** Reads a skill file line by line, as far as to tell which key of the frontmatter a line belongs to. */
class Frontmatter {
  #isInside: boolean | undefined;
  #key = '';
  #inner = '';

  /** Is this next line bookkeeping? */
  read(line: string): boolean {
    if (this.#isInside === undefined) {
      this.#isInside = /^\ufeff?---\s*$/.test(line);
      return false;
    }
    if (!this.#isInside) return false;
    if (/^---\s*$/.test(line)) {
      this.#isInside = false;
      return false;
    }
    const [, top] = /^([\w-]+)\s*:/.exec(line) ?? [];
    if (top !== undefined) {
      this.#key = top;
      this.#inner = '';
      if (top === 'metadata') return /:\s*$/.test(line);
    }
    const [, inner] = /^ {1,4}([\w-]+)\s*:/.exec(line) ?? [];
    if (inner !== undefined) this.#inner = inner;
    return this.#key === 'metadata'
      ? ['version', METADATA_VERSION, METADATA_PROVENANCE].includes(this.#inner)
      : this.#key === 'version' || this.#key === 'provenance';
  }
}
