import type { RunCurve } from '../../model/dashboardData';
import { el, fill, notice } from '../dom';
import type { PageContext, Section } from '../section';
import { drawCurve } from './chart';
import { curveLegend } from './legend';
import { checkpointsOf, MAX_RUNS, seriesOf } from './series';
import { comparisonCaveats, curveSummary } from './summary';
import { comparisonTable, curveTable } from './tables';

const MIN_WIDTH = 260;

/** The learning curve, alone or over those of other runs. */
export class CurveSection implements Section {
  readonly element = el('div', { class: 'section' });
  readonly #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly #chart = el('div', { class: 'chart' }, this.#svg);
  readonly #notice = el('div');
  readonly #legend = el('div');
  readonly #summary = el('p', { class: 'summary' });
  readonly #comparison = el('div', { class: 'scrolling' });
  readonly #table = el('div', { class: 'scrolling' });
  readonly #details: HTMLElement;
  readonly #devBox = el('input', { id: 'show-dev', attributes: { type: 'checkbox' } });
  readonly #dev: HTMLElement;
  #runs: readonly RunCurve[] = [];

  constructor(private readonly context: PageContext) {
    const { words, ui } = context;
    this.#dev = el(
      'p',
      { class: 'controls' },
      this.#devBox,
      el('label', { attributes: { for: 'show-dev' } }, words.of('showDev')),
    );
    this.#devBox.addEventListener('change', () => {
      ui.change({ showDev: this.#devBox.checked });
      this.#draw();
    });
    this.#details = el('details', {}, el('summary', {}, words.of('curveTable')), this.#table);
    fill(
      this.element,
      this.#notice,
      this.#chart,
      this.#legend,
      this.#summary,
      this.#dev,
      this.#comparison,
      this.#details,
    );
    new ResizeObserver(() => this.#draw()).observe(this.#chart);
  }

  update(data: { readonly runs: readonly RunCurve[] }): void {
    this.#runs = data.runs.slice(0, MAX_RUNS);
    this.#draw();
  }

  #draw(): void {
    const { words, ui } = this.context;
    const runs = this.#runs;
    const [self] = runs;
    if (self === undefined) return;
    // Two lines a run are too many where runs are compared, unless they are wanted.
    const showDev = ui.state.showDev ?? runs.length === 1;
    this.#devBox.checked = showDev;
    const series = seriesOf(runs, showDev);
    const isEmpty = series.length === 0;
    fill(this.#notice, ...this.#notices(self, isEmpty));
    for (const part of [this.#chart, this.#legend, this.#dev, this.#details]) part.hidden = isEmpty;
    this.#dev.hidden = !runs.some(({ points }) => points.some(({ dev }) => dev !== null));
    this.#comparison.hidden = runs.length < 2;
    // Of several runs the table says it better.
    this.#summary.hidden = isEmpty || runs.length > 1;
    const summary = runs.map((run) => curveSummary(run, words)).join(' ');
    this.#summary.textContent = summary;
    if (isEmpty) return;
    const width = Math.max(MIN_WIDTH, Math.floor(this.#chart.clientWidth));
    drawCurve(this.#svg, { series, checkpoints: checkpointsOf(runs), width, words, summary });
    fill(this.#legend, curveLegend(series, words));
    fill(this.#table, curveTable(runs, words));
    if (runs.length > 1) fill(this.#comparison, comparisonTable(runs, words));
  }

  #notices(self: RunCurve, isEmpty: boolean): readonly HTMLElement[] {
    const { words } = this.context;
    if (isEmpty) {
      const isUnderWay = self.status === 'running' || self.status === 'waiting';
      const hint = words.of(isUnderWay ? 'curveEmptyRunning' : 'curveEmptyStopped');
      return [notice(words.of('curveEmpty'), hint)];
    }
    const measured = self.points.filter(({ val }) => val !== null).length;
    return [
      ...(measured === 1 ? [notice(words.of('curveOnePoint'))] : []),
      ...comparisonCaveats(this.#runs, words).map((caveat) => notice(caveat)),
    ];
  }
}
