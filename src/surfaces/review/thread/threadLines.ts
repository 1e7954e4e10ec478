import { choicesOf } from '../inline/shownSide';
import type { SkillChange } from '../inline/hunks';
import type { MergedDocument } from '../inline/mergedDocument';

/** Lines from 0, both included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** A long hunk keeps its thread near its start, so that evidence and text are seen together. */
const MAX_LINES = 8;

/** Where the thread of an edit stands in its merged document: at the first hunk to decide on. */
export function threadLines({ hunks, text }: MergedDocument): LineSpan {
  const hunk = hunks.find(({ isBookkeeping }) => !isBookkeeping) ?? hunks[0];
  return hunk === undefined ? { first: 0, last: 0 } : shorten(hunk, text.split('\n'));
}

/** Where it stands in the new text of a skill; for a pure deletion, at the line above. */
export function threadLinesInNewText({ rows, hunks, pair }: SkillChange): LineSpan {
  const hunk = choicesOf(hunks)[0] ?? hunks[0];
  if (hunk === undefined || pair.proposed === null) return { first: 0, last: 0 };
  const above = rows.slice(0, hunk.start).filter(({ kind }) => kind !== 'removed').length;
  const added = rows.slice(hunk.start, hunk.end).filter(({ kind }) => kind === 'added').length;
  if (added === 0) {
    const line = Math.max(0, above - 1);
    return { first: line, last: line };
  }
  return shorten({ first: above, last: above + added - 1 }, pair.proposed.split('\n'));
}

/** A new file begins with its frontmatter: the thread follows that. */
function shorten({ first, last }: LineSpan, lines: readonly string[]): LineSpan {
  const end = lines.findIndex((line, at) => at > first && at <= last && /^---\s*$/.test(line));
  const isHead = /^\ufeff?---\s*$/.test(lines[first] ?? '');
  return { first, last: isHead && end !== -1 ? end : Math.min(last, first + MAX_LINES - 1) };
}
