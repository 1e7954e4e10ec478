import type { CandidateRow, DashboardData } from '../../model/dashboardData';
import { button, el, fill, notice, setText } from '../dom';
import type { PageContext, Section } from '../section';
import { verdictFilters, type VerdictFilter } from '../uiState';
import type { TextKey } from '../../texts';
import { CandidateTable } from './candidateTable';
import type { Description } from './describe';
import { epochsOf, excerptOf, type Excerpt } from './filter';
import { Grid } from './grid';
import { outcomeSigns } from './outcomeSigns';

const verdictWords: Readonly<Record<VerdictFilter, TextKey>> = {
  all: 'anyVerdict',
  accepted: 'accepted',
  rejected: 'rejected',
  revise: 'revise',
  inconclusive: 'inconclusive',
  overridden: 'overridden',
  applied: 'inForce',
};

/** Candidates against probes: what every edit did to every sample it was tried on. */
export class MatrixSection implements Section {
  readonly element = el('div', { class: 'section matrix-section' });
  readonly #verdict = el('select', { id: 'filter-verdict' });
  readonly #epoch = el('select', { id: 'filter-epoch' });
  readonly #count = el('span', { class: 'count', attributes: { role: 'status' } });
  readonly #controls: HTMLElement;
  readonly #notice = el('div');
  readonly #legend: HTMLElement;
  readonly #title = el('p', { class: 'title' });
  readonly #first = el('p');
  readonly #second = el('p');
  // Not announced: a cell says the same of itself when it gets the focus.
  readonly #active = el('div', { class: 'active' }, this.#title, this.#first, this.#second);
  readonly #grid: Grid;
  readonly #table: CandidateTable;
  #data: DashboardData | undefined;
  #isRestored = false;

  constructor(private readonly context: PageContext) {
    const { words, ui, post } = context;
    const open = ({ id }: CandidateRow): void => post({ type: 'openEdit', id });
    this.#grid = new Grid(context, {
      onActive: (description) => this.#describe(description),
      onOpen: open,
    });
    this.#table = new CandidateTable(context, open);
    fill(
      this.#verdict,
      ...verdictFilters.map((filter) =>
        el('option', { attributes: { value: filter } }, words.of(verdictWords[filter])),
      ),
    );
    this.#verdict.addEventListener('change', () => {
      const chosen = verdictFilters.find((filter) => filter === this.#verdict.value);
      ui.change({ verdict: chosen ?? 'all' });
      this.#draw();
    });
    this.#epoch.addEventListener('change', () => {
      const { value } = this.#epoch;
      ui.change({ epoch: value === 'all' ? 'all' : Number(value) });
      this.#draw();
    });
    this.#controls = el(
      'div',
      { class: 'controls' },
      el('label', { attributes: { for: 'filter-verdict' } }, words.of('filterVerdict')),
      this.#verdict,
      el('label', { attributes: { for: 'filter-epoch' } }, words.of('filterEpoch')),
      this.#epoch,
      this.#count,
    );
    this.#legend = el(
      'ul',
      { class: 'legend', attributes: { 'aria-label': words.of('legend') } },
      ...outcomeSigns.map(({ sign, style, word }) =>
        el(
          'li',
          {},
          el('span', { class: `cell ${style}`, attributes: { 'aria-hidden': true } }, sign),
          words.of(word),
        ),
      ),
    );
    fill(
      this.element,
      this.#notice,
      this.#controls,
      this.#legend,
      this.#grid.element,
      this.#active,
      this.#table.element,
    );
    this.#describe(undefined);
  }

  update(data: DashboardData): void {
    this.#data = data;
    this.#draw();
  }

  /** Once it is in sight: only then is there anything to scroll. */
  restoreScroll(): void {
    if (this.#isRestored || this.element.offsetParent === null) return;
    this.#isRestored = true;
    const { left, top } = this.context.ui.state.scroll;
    this.#grid.scrollTo(left, top);
  }

  #draw(): void {
    if (!this.#data) return;
    const { matrix } = this.#data;
    const { ui, words } = this.context;
    const excerpt = excerptOf(matrix, ui.state);
    const isEmpty = excerpt.rows.length === 0;
    this.#verdict.value = ui.state.verdict;
    this.#drawEpochs(epochsOf(matrix.rows), excerpt.epoch);
    const count = [excerpt.rows.length, matrix.rows.length, excerpt.columns.length];
    setText(this.#count, words.of('matrixCount', ...count.map((one) => words.count(one))));
    fill(this.#notice, ...this.#notices(this.#data, excerpt));
    this.#controls.hidden = matrix.rows.length === 0;
    for (const part of [this.#grid.element, this.#active, this.#table.element]) {
      part.hidden = isEmpty;
    }
    this.#legend.hidden = isEmpty || excerpt.columns.length === 0;
    this.#grid.show(matrix, excerpt);
    this.#table.show(excerpt.rows);
    this.restoreScroll();
  }

  #drawEpochs(epochs: readonly number[], chosen: number | 'all'): void {
    const { words } = this.context;
    const values = ['all', ...epochs.map(String)];
    const known = [...this.#epoch.options].map(({ value }) => value);
    if (values.join() !== known.join()) {
      fill(
        this.#epoch,
        ...values.map((value) =>
          el(
            'option',
            { attributes: { value } },
            value === 'all' ? words.of('anyEpoch') : words.epoch(Number(value)),
          ),
        ),
      );
    }
    this.#epoch.value = String(chosen);
  }

  #notices({ header, matrix }: DashboardData, excerpt: Excerpt): readonly HTMLElement[] {
    const { words, ui } = this.context;
    if (matrix.rows.length === 0) {
      const isUnderWay = header.status === 'running' || header.status === 'waiting';
      const hint = header.isPublished
        ? 'matrixEmptyPublished'
        : isUnderWay
          ? 'matrixEmptyRunning'
          : 'matrixEmptyEnded';
      return [notice(words.of('matrixEmpty'), words.of(hint))];
    }
    if (excerpt.rows.length === 0) {
      const box = notice(words.of('matrixFiltered'));
      box.append(
        button(words.of('showAll'), () => {
          ui.change({ verdict: 'all', epoch: 'all' });
          this.#draw();
          this.#verdict.focus();
        }),
      );
      return [box];
    }
    return excerpt.columns.length === 0 ? [notice(words.of('matrixNoOutcomes'))] : [];
  }

  #describe(description: Description | undefined): void {
    const { words } = this.context;
    const [first = '', second = ''] = description?.lines ?? [];
    setText(this.#title, description?.title ?? '');
    setText(this.#first, description === undefined ? words.of('matrixHint') : first);
    setText(this.#second, second);
  }
}
