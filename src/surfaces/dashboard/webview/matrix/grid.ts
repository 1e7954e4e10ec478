import type { CandidateRow, MatrixData } from '../../model/dashboardData';
import { el, fill } from '../dom';
import type { PageContext } from '../section';
import { describeCandidate, describeCell, type Description } from './describe';
import type { Excerpt } from './filter';
import { FIXED_COLUMNS, move, type Position } from './position';
import { drawRow } from './gridRow';
import { rowWindow, type RowWindow } from './rowWindow';

/** As in the style sheet. */
const ROW_HEIGHT = 28;

export interface GridEvents {
  /** The cell under the pointer or with the focus is another one; `undefined`: none. */
  onActive(description: Description | undefined): void;
  onOpen(row: CandidateRow): void;
}

/**
 * The matrix as a table that may have thousands of rows: only those in sight are in the document, and of a row
 * only the probes it has. Moved through with the arrow keys.
 */
export class Grid {
  readonly element = el('div', { class: 'grid' });
  readonly #head = el('thead');
  readonly #body = el('tbody');
  readonly #table = el(
    'table',
    { class: 'matrix', attributes: { role: 'grid' } },
    this.#head,
    this.#body,
  );
  #matrix: MatrixData = { probes: [], statuses: [], rows: [] };
  #excerpt: Excerpt = { rows: [], columns: [], epoch: 'all' };
  #position: Position = { row: 0, column: 0 };
  #window: RowWindow = { first: 0, end: 0 };
  #isScheduled = false;

  constructor(
    private readonly context: PageContext,
    private readonly events: GridEvents,
  ) {
    this.#table.setAttribute('aria-label', context.words.of('matrixLabel'));
    fill(this.element, this.#table);
    this.element.addEventListener('scroll', () => this.#schedule());
    new ResizeObserver(() => this.#schedule()).observe(this.element);
    this.#body.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('focusin', (event) => this.#onFocus(event));
    this.#body.addEventListener('mousemove', (event) => this.#onPoint(event));
    this.#body.addEventListener('mouseleave', () => this.#describe(undefined));
    this.#body.addEventListener('dblclick', (event) => this.#open(this.#placeOf(event.target)));
  }

  show(matrix: MatrixData, excerpt: Excerpt): void {
    const sameColumns = equal(excerpt.columns, this.#excerpt.columns);
    this.#matrix = matrix;
    this.#excerpt = excerpt;
    this.#position = {
      row: Math.max(0, Math.min(this.#position.row, excerpt.rows.length - 1)),
      column: Math.min(this.#position.column, excerpt.columns.length + FIXED_COLUMNS - 1),
    };
    this.#table.setAttribute('aria-rowcount', String(excerpt.rows.length + 1));
    this.#table.setAttribute('aria-colcount', String(excerpt.columns.length + FIXED_COLUMNS));
    if (!sameColumns || this.#head.childElementCount === 0) this.#drawHead();
    this.#drawRows();
  }

  scrollTo(left: number, top: number): void {
    this.element.scrollTo({ left, top, behavior: 'instant' });
    this.#drawRows();
  }

  #drawHead(): void {
    const { words } = this.context;
    const fixed = [
      words.of('columnCandidate'),
      words.of('columnVerdict'),
      words.of('columnChange'),
    ];
    fill(
      this.#head,
      el(
        'tr',
        { attributes: { 'aria-rowindex': 1 } },
        ...fixed.map((title, at) =>
          el(
            'th',
            { class: `fixed-${at}`, attributes: { scope: 'col', 'aria-colindex': at + 1 } },
            title,
          ),
        ),
        ...this.#excerpt.columns.map((probe, at) => {
          const name = this.#matrix.probes[probe] ?? '';
          return el(
            'th',
            {
              class: 'probe',
              title: name,
              attributes: { scope: 'col', 'aria-colindex': at + FIXED_COLUMNS + 1 },
            },
            el('span', {}, name),
          );
        }),
      ),
    );
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      const { ui } = this.context;
      const { scrollLeft: left, scrollTop: top } = this.element;
      ui.change({ scroll: { ...ui.state.scroll, left, top } });
      const { first, end } = this.#windowNow();
      if (first !== this.#window.first || end !== this.#window.end) this.#drawRows();
    });
  }

  #windowNow(): RowWindow {
    return rowWindow({
      scrollTop: this.element.scrollTop,
      height: this.element.clientHeight,
      rowHeight: ROW_HEIGHT,
      count: this.#excerpt.rows.length,
    });
  }

  #drawRows(): void {
    const hadFocus = this.#body.contains(document.activeElement);
    const { rows } = this.#excerpt;
    const { first, end } = (this.#window = this.#windowNow());
    const spacer = (count: number): HTMLElement | false => {
      if (count === 0) return false;
      const row = el('tr', { class: 'spacer', attributes: { 'aria-hidden': true } });
      row.style.height = `${count * ROW_HEIGHT}px`;
      return row;
    };
    const { columns } = this.#excerpt;
    const places = new Map(columns.map((probe, at) => [probe, at + FIXED_COLUMNS]));
    const width = columns.length + FIXED_COLUMNS;
    fill(
      this.#body,
      spacer(first),
      ...rows.slice(first, end).map((row, at) =>
        drawRow(row, {
          index: first + at,
          before: rows[first + at - 1],
          places,
          width,
          matrix: this.#matrix,
          active: this.#position,
          words: this.context.words,
        }),
      ),
      spacer(rows.length - end),
    );
    if (this.#cellAt(this.#position) === undefined) {
      // The cell that Tab leads to is out of sight: let it be the first one in sight.
      this.#body.querySelector('tr:not(.spacer) > th')?.setAttribute('tabindex', '0');
    }
    if (hadFocus) this.#cellAt(this.#position)?.focus({ preventScroll: true });
  }

  #onKey(event: KeyboardEvent): void {
    const from = this.#placeOf(event.target) ?? this.#position;
    if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#open(from);
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 4);
    const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
    const to = move(this.#excerpt, from, key, page);
    if (to === undefined) return;
    event.preventDefault();
    this.#goTo(to);
  }

  #goTo(to: Position): void {
    this.#position = to;
    const top = to.row * ROW_HEIGHT;
    const room = this.element.clientHeight - this.#head.offsetHeight - ROW_HEIGHT;
    const { scrollTop } = this.element;
    // Far rows are not in the document before the table is scrolled to them.
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top > scrollTop + room) this.element.scrollTop = top - room;
    this.#drawRows();
    const cell = this.#cellAt(to);
    cell?.focus({ preventScroll: true });
    if (to.column < FIXED_COLUMNS) this.element.scrollLeft = 0;
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  }

  #onFocus(event: FocusEvent): void {
    const place = this.#placeOf(event.target);
    if (!place) return;
    if (place.row !== this.#position.row || place.column !== this.#position.column) {
      this.#cellAt(this.#position)?.setAttribute('tabindex', '-1');
      this.#position = place;
      this.#cellAt(place)?.setAttribute('tabindex', '0');
    }
    this.#describe(place);
  }

  #onPoint(event: MouseEvent): void {
    // Rows that scroll under a pointer at rest are not pointed at.
    const isAtRest = event.movementX === 0 && event.movementY === 0;
    if (!isAtRest) this.#describe(this.#placeOf(event.target));
  }

  #describe(place: Position | undefined): void {
    const focused = this.#body.contains(document.activeElement) ? this.#position : undefined;
    const shown = place ?? focused;
    const row = shown && this.#excerpt.rows[shown.row];
    if (!row) {
      this.events.onActive(undefined);
      return;
    }
    const { words } = this.context;
    const probe = this.#excerpt.columns[shown.column - FIXED_COLUMNS];
    const cell = row.cells.find(([one]) => one === probe);
    this.events.onActive(
      cell ? describeCell(row, cell, this.#matrix, words) : describeCandidate(row, words),
    );
  }

  #open(place: Position | undefined): void {
    const row = place && this.#excerpt.rows[place.row];
    if (row) this.events.onOpen(row);
  }

  #placeOf(target: EventTarget | null): Position | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
    const row = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    return cell && row !== undefined
      ? { row: Number(row), column: Number(cell.dataset['column']) }
      : undefined;
  }

  #cellAt({ row, column }: Position): HTMLElement | undefined {
    return (
      this.#body.querySelector<HTMLElement>(`[data-row="${row}"] > [data-column="${column}"]`) ??
      undefined
    );
  }
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
