import type { Excerpt } from './filter';

/** A place in the table: a row, and a column counted from the fixed ones on. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

/** Candidate, verdict, what it fixed and broke; then come the probes. */
export const FIXED_COLUMNS = 3;

/** Where a key leads from here; `undefined` when the key is for somebody else. Absent cells are passed over. */
export function move(
  { rows, columns }: Excerpt,
  from: Position,
  key: string,
  page: number,
): Position | undefined {
  const lastRow = rows.length - 1;
  const vertical: Readonly<Record<string, number>> = {
    ArrowDown: from.row + 1,
    ArrowUp: from.row - 1,
    PageDown: from.row + page,
    PageUp: from.row - page,
    'Ctrl+Home': 0,
    'Ctrl+End': lastRow,
  };
  const there = columnsOf(from.row);
  switch (key) {
    case 'ArrowRight':
      return to(from.row, there.find((column) => column > from.column) ?? from.column);
    case 'ArrowLeft':
      return to(from.row, there.findLast((column) => column < from.column) ?? from.column);
    case 'Home':
      return to(from.row, 0);
    case 'End':
      return to(from.row, there.at(-1) ?? 0);
    default: {
      const row = Object.hasOwn(vertical, key) ? vertical[key] : undefined;
      if (row === undefined) return undefined;
      const target = Math.max(0, Math.min(lastRow, row));
      return to(target, nearest(columnsOf(target), from.column));
    }
  }

  function to(row: number, column: number): Position {
    return { row, column };
  }

  /** The columns that hold a cell in this row, in order. */
  function columnsOf(row: number): readonly number[] {
    const places = new Map(columns.map((probe, at) => [probe, at + FIXED_COLUMNS]));
    const cells = (rows[row]?.cells ?? []).flatMap(([probe]) => places.get(probe) ?? []);
    return [0, 1, 2, ...cells.sort((a, b) => a - b)];
  }
}

function nearest(columns: readonly number[], wanted: number): number {
  return columns.reduce(
    (best, column) => (Math.abs(column - wanted) < Math.abs(best - wanted) ? column : best),
    columns[0] ?? 0,
  );
}
