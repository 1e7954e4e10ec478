import type { CandidateRow } from '../../model/dashboardData';
import { button, el, fill, table } from '../dom';
import type { PageContext } from '../section';
import { changeText, editsText, evidenceOf, placeText, verdictText } from './describe';

const PAGE = 100;

/** Every candidate with what the gate said about it, for reading; drawn when it is opened. */
export class CandidateTable {
  readonly element: HTMLDetailsElement;
  readonly #content = el('div', { class: 'scrolling' });
  #rows: readonly CandidateRow[] = [];
  #shown = PAGE;

  constructor(
    private readonly context: PageContext,
    private readonly open: (row: CandidateRow) => void,
  ) {
    this.element = el(
      'details',
      {},
      el('summary', {}, context.words.of('candidateTable')),
      this.#content,
    );
    this.element.addEventListener('toggle', () => this.#draw());
  }

  show(rows: readonly CandidateRow[]): void {
    this.#rows = rows;
    // Somebody who is at a button of it must not lose it.
    if (!this.#content.contains(document.activeElement)) this.#draw();
  }

  #draw(): void {
    const { words } = this.context;
    if (!this.element.open) {
      fill(this.#content);
      return;
    }
    const rows = this.#rows.slice(0, this.#shown).map((row) => {
      const edits = editsText(row, words);
      return [
        button(edits, () => this.open(row), {
          class: 'link',
          attributes: { 'aria-label': words.of('openEdit', edits) },
        }),
        placeText(row, words),
        verdictText(row, words),
        changeText(row),
        words.signed(row.score),
        [row.reason, ...evidenceOf(row, words)].join(' · '),
      ];
    });
    const left = this.#rows.length - rows.length;
    fill(
      this.#content,
      table(
        words.of('candidateTable'),
        [
          { title: words.of('columnCandidate') },
          { title: words.of('columnPlace') },
          { title: words.of('columnVerdict') },
          { title: words.of('columnChange'), isNumber: true },
          { title: words.of('columnScore'), isNumber: true },
          { title: words.of('columnReason') },
        ],
        rows,
      ),
      left > 0 &&
        button(words.of('showMore', Math.min(PAGE, left)), () => {
          this.#shown += PAGE;
          this.#draw();
        }),
    );
  }
}
