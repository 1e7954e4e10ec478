import type { CandidateRow, Cell, MatrixData } from '../../model/dashboardData';
import { el } from '../dom';
import type { Words } from '../words';
import { cellLabel, changeText, editsText, placeText, shortPlace, verdictText } from './describe';
import { signOf } from './outcomeSigns';
import { FIXED_COLUMNS, type Position } from './position';

export interface RowDrawing {
  readonly index: number;
  /** The row above. */
  readonly before: CandidateRow | undefined;
  /** Probe index to the column it is in. */
  readonly places: ReadonlyMap<number, number>;
  /** Number of columns, with the fixed ones. */
  readonly width: number;
  readonly matrix: MatrixData;
  /** The one cell that the Tab key leads to. */
  readonly active: Position;
  readonly words: Words;
}

type Attributes = Readonly<Record<string, string | number>>;

/** A candidate as a row of the grid. Its cells say in which column they are. */
export function drawRow(row: CandidateRow, drawing: RowDrawing): HTMLElement {
  const { index, before, active, words } = drawing;
  const isFirst =
    before === undefined || before.epoch !== row.epoch || before.update !== row.update;
  const at = (column: number): Attributes => ({
    'aria-colindex': column + 1,
    'data-column': column,
    tabindex: index === active.row && column === active.column ? 0 : -1,
  });
  const edits = editsText(row, words);
  const verdict = verdictText(row, words);
  return el(
    'tr',
    {
      class: isFirst ? 'first-of-update' : '',
      attributes: { 'aria-rowindex': index + 2, 'data-row': index },
    },
    el(
      'th',
      {
        class: 'fixed-0',
        title: `${edits}\n${words.of('enterOpens')}`,
        attributes: { scope: 'row', 'aria-label': `${placeText(row, words)}: ${edits}`, ...at(0) },
      },
      el('span', { class: 'place' }, shortPlace(row, words)),
      ' ',
      edits,
    ),
    el(
      'td',
      {
        class: `fixed-1 verdict ${row.isRolledBack ? 'rejected' : row.verdict}`,
        title: verdict,
        attributes: { role: 'gridcell', ...at(1) },
      },
      verdict,
    ),
    el('td', { class: 'fixed-2', attributes: { role: 'gridcell', ...at(2) } }, changeText(row)),
    ...drawCells(row, drawing, at),
  );
}

/** The probes of a row, with one wide empty cell for every stretch of those it does not have. */
function drawCells(
  row: CandidateRow,
  { places, width, matrix, words }: RowDrawing,
  at: (column: number) => Attributes,
): readonly HTMLElement[] {
  const placed = row.cells.flatMap((cell) => {
    const column = places.get(cell[0]);
    return column === undefined ? [] : [{ cell, column }];
  });
  const all: HTMLElement[] = [];
  let next = FIXED_COLUMNS;
  const skipTo = (column: number): void => {
    if (column <= next) return;
    const attributes = { role: 'gridcell', colspan: column - next };
    all.push(el('td', { class: 'absent', attributes }));
  };
  for (const { cell, column } of placed.sort((a, b) => a.column - b.column)) {
    skipTo(column);
    all.push(drawCell(cell, cellLabel(row, cell, matrix, words), at(column)));
    next = column + 1;
  }
  skipTo(width);
  return all;
}

function drawCell(cell: Cell, label: string, at: Attributes): HTMLElement {
  const { sign, style } = signOf(cell[1]);
  const attributes = { role: 'gridcell', 'aria-label': label, ...at };
  return el('td', { class: `cell ${style}`, attributes }, sign);
}
