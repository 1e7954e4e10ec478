import { createHash } from 'node:crypto';
import type { EditAction } from '../../../engine/types';
import { markBookkeeping, type MarkedRow } from './bookkeeping';
import { diffRows, type Row } from './rows';

/** Changed lines that are decided together. */
export interface Hunk {
  /** The same as long as the change is: it does not depend on where it stands. */
  readonly id: string;
  /** Its rows, `end` not among them. */
  readonly start: number;
  readonly end: number;
  /** Version and provenance are not a matter of taste: they go with whatever else is taken. */
  readonly isBookkeeping: boolean;
}

/** A skill before and after; `null` where there is no such file. */
export interface TextPair {
  readonly name: string;
  readonly action: EditAction;
  readonly base: string | null;
  readonly proposed: string | null;
}

/** How one skill changes, line by line. */
export interface SkillChange {
  readonly pair: TextPair;
  readonly rows: readonly Row[];
  readonly hunks: readonly Hunk[];
}

export function changeOf(pair: TextPair): SkillChange {
  const rows = markBookkeeping(diffRows(pair.base ?? '', pair.proposed ?? ''));
  const isWhole = pair.base === null || pair.proposed === null;
  // A file comes or goes as one, even if nothing is in it.
  const spans = isWhole
    ? [{ start: 0, end: rows.length, isBookkeeping: false }]
    : decidable(spansOf(rows));
  const seen = new Map<string, number>();
  const hunks = spans.map((span) => {
    const id = digest(pair.name, rows.slice(span.start, span.end));
    const twins = seen.get(id) ?? 0;
    seen.set(id, twins + 1);
    return { ...span, id: twins === 0 ? id : `${id}-${twins}` };
  });
  return { pair, rows, hunks };
}

/**
 * The skill with these hunks of the change and no others; `null` when it then does not exist. All of them give
 * the proposed text, none the base.
 */
export function assemble(
  { pair, rows, hunks }: SkillChange,
  isTaken: (hunk: Hunk) => boolean,
): string | null {
  const choices = hunks.filter(({ isBookkeeping }) => !isBookkeeping);
  const taken = choices.filter(isTaken);
  if (taken.length === choices.length) return pair.proposed;
  if (taken.length === 0) return pair.base;
  const inTaken = rows.map(() => false);
  for (const { start, end } of [...taken, ...hunks.filter((it) => it.isBookkeeping)]) {
    inTaken.fill(true, start, end);
  }
  return rows
    .filter(({ kind }, at) => kind === 'same' || (kind === 'added') === inTaken[at])
    .map(({ text }) => text)
    .join('');
}

type Span = Omit<Hunk, 'id'>;

/** Runs of changed rows; where bookkeeping begins, another one. */
function spansOf(rows: readonly MarkedRow[]): readonly Span[] {
  const spans: Span[] = [];
  let last: Span | undefined;
  for (const [at, { kind, isApart: isBookkeeping }] of rows.entries()) {
    if (kind === 'same') {
      last = undefined;
      continue;
    }
    if (last === undefined || last.isBookkeeping !== isBookkeeping) {
      last = { start: at, end: at + 1, isBookkeeping };
      spans.push(last);
    } else {
      last = { ...last, end: at + 1 };
      spans[spans.length - 1] = last;
    }
  }
  return spans;
}

/** An edit of nothing but bookkeeping is still one to decide on. */
function decidable(spans: readonly Span[]): readonly Span[] {
  return spans.some(({ isBookkeeping }) => !isBookkeeping)
    ? spans
    : spans.map((span) => ({ ...span, isBookkeeping: false }));
}

/** Bookkeeping does not count: it differs from one library to the next. */
function digest(name: string, rows: readonly MarkedRow[]): string {
  const own = rows.filter(({ isBookkeeping }) => !isBookkeeping);
  const text = (own.length > 0 ? own : rows).map((row) => `${row.kind} ${row.text}`).join('\0');
  return createHash('sha256').update(`${name}\0${text}`).digest('hex').slice(0, 12);
}
