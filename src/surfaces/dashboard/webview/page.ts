import type { DashboardData } from '../model/dashboardData';
import { CostSection } from './cost/costSection';
import { CurveSection } from './curve/curveSection';
import { el, fill, setText } from './dom';
import { Header } from './header';
import { MatrixSection } from './matrix/matrixSection';
import type { PageContext, Section } from './section';
import { TabList } from './tabList';
import { curveSummary } from './curve/summary';

/** The whole dashboard, once there is something to show. */
export class Page {
  readonly #sections: readonly Section[];
  readonly #matrix: MatrixSection;
  readonly #news = el('p', { class: 'unseen', attributes: { role: 'status' } });
  #measured: number | undefined;

  constructor(
    private readonly context: PageContext,
    root: HTMLElement,
  ) {
    const header = new Header(context);
    const curve = new CurveSection(context);
    const cost = new CostSection(context);
    this.#matrix = new MatrixSection(context);
    this.#sections = [header, curve, this.#matrix, cost];
    const contents = { curve: curve.element, matrix: this.#matrix.element, cost: cost.element };
    const tabs = new TabList(context, contents, () => this.#matrix.restoreScroll());
    fill(root, header.element, tabs.element, this.#news);
  }

  show(data: DashboardData): void {
    document.title = this.context.words.of('title', data.header.name);
    for (const section of this.#sections) section.update(data);
    this.#announce(data);
  }

  /** A new point of the curve is worth hearing of; counters that tick are not. */
  #announce({ runs }: DashboardData): void {
    const [self] = runs;
    const measured = self?.points.filter(({ val }) => val !== null).length ?? 0;
    if (self && this.#measured !== undefined && measured > this.#measured) {
      setText(this.#news, curveSummary(self, this.context.words));
    }
    this.#measured = measured;
  }
}
