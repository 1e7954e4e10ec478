import { addUsage } from '../../../../engine/usage';
import type { Usage } from '../../../../engine/types';
import type { CostData, DashboardData } from '../../model/dashboardData';
import { el, fill, notice } from '../dom';
import type { PageContext, Section } from '../section';
import type { Words } from '../words';
import { drawBars, type Bar } from './bars';
import { costTable, limitsTable, rolloutsTable } from './tables';

const MIN_WIDTH = 260;

/** What the run has spent, by whom and on what, against what it may and what was expected. */
export class CostSection implements Section {
  readonly element = el('div', { class: 'section' });
  readonly #notice = el('div');
  readonly #calls = new BarChart('hatch-calls');
  readonly #tokens = new BarChart('hatch-tokens');
  readonly #charts: HTMLElement;
  readonly #summary = el('p', { class: 'summary' });
  readonly #table = el('div', { class: 'scrolling' });
  readonly #rest = el('div');
  readonly #details: HTMLElement;
  #cost: CostData | undefined;

  constructor(private readonly context: PageContext) {
    const { words } = context;
    this.#charts = el(
      'div',
      { class: 'charts' },
      el(
        'div',
        {},
        el('h2', {}, words.of('costCalls')),
        this.#calls.element,
        legend({ solid: words.of('made'), hatched: words.of('reused') }),
      ),
      el(
        'div',
        {},
        el('h2', {}, words.of('costTokens')),
        this.#tokens.element,
        legend({ solid: words.of('input'), second: words.of('output') }),
      ),
    );
    this.#details = el(
      'details',
      { attributes: { open: '' } },
      el('summary', {}, words.of('costTable')),
      this.#table,
    );
    fill(this.element, this.#notice, this.#charts, this.#summary, this.#details, this.#rest);
    new ResizeObserver(() => this.#draw()).observe(this.#charts);
  }

  update({ cost }: DashboardData): void {
    this.#cost = cost;
    this.#draw();
  }

  #draw(): void {
    const cost = this.#cost;
    if (!cost) return;
    const { words } = this.context;
    const { agent, writer } = cost;
    const total = addUsage(agent, writer);
    const isEmpty = !cost.isRecorded || total.calls + total.reused === 0;
    fill(
      this.#notice,
      !cost.isRecorded && notice(words.of('costUnknown'), words.of('costUnknownPublished')),
      cost.isRecorded && isEmpty && notice(words.of('costEmpty'), words.of('costEmptyHint')),
    );
    for (const part of [this.#charts, this.#summary, this.#details]) part.hidden = isEmpty;
    this.#rest.hidden = !cost.isRecorded;
    if (!cost.isRecorded) return;
    if (!isEmpty) {
      const calls = words.of(
        'costSummaryCalls',
        ...[agent.calls, writer.calls, total.reused].map((one) => words.count(one)),
      );
      const tokens = words.of(
        'costSummaryTokens',
        ...[tokensOf(agent), tokensOf(writer), total.outputTokens].map((one) => words.count(one)),
      );
      this.#calls.draw(callBars(cost, words), calls);
      this.#tokens.draw(tokenBars(cost, words), tokens);
      this.#summary.textContent = `${calls} ${tokens}`;
      fill(this.#table, costTable(cost, words));
    }
    fill(
      this.#rest,
      el('h2', {}, words.of('rolloutsHeading')),
      el('div', { class: 'scrolling' }, rolloutsTable(cost, words)),
      el('h2', {}, words.of('limitsHeading')),
      cost.budget === null && el('p', {}, words.of('limitsNone')),
      el('div', { class: 'scrolling' }, limitsTable(cost, words)),
    );
  }
}

function legend(styles: Readonly<Record<string, string>>): HTMLElement {
  return el(
    'ul',
    { class: 'legend' },
    ...Object.entries(styles).map(([style, name]) =>
      el('li', {}, el('span', { class: `swatch ${style}` }), name),
    ),
  );
}

class BarChart {
  readonly #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly element = el('div', { class: 'chart' }, this.#svg);

  constructor(private readonly id: string) {}

  draw(bars: readonly Bar[], summary: string): void {
    const width = Math.max(MIN_WIDTH, Math.floor(this.element.clientWidth));
    drawBars(this.#svg, { id: this.id, bars, width, summary });
  }
}

function callBars({ agent, writer }: CostData, words: Words): readonly Bar[] {
  const bar = (label: string, { calls, reused }: Usage): Bar => ({
    label,
    parts: [
      { value: calls, style: 'solid' },
      { value: reused, style: 'hatched' },
    ],
    text: `${words.count(calls)} ${words.of('made')}, ${words.count(reused)} ${words.of('reused')}`,
  });
  return [bar(words.of('agent'), agent), bar(words.of('writer'), writer)];
}

function tokenBars({ agent, writer }: CostData, words: Words): readonly Bar[] {
  const bar = (label: string, { inputTokens, outputTokens }: Usage): Bar => ({
    label,
    parts: [
      { value: inputTokens, style: 'solid' },
      { value: outputTokens, style: 'second' },
    ],
    text: `${words.count(inputTokens)} ${words.of('input')}, ${words.count(outputTokens)} ${words.of('output')}`,
  });
  return [bar(words.of('agent'), agent), bar(words.of('writer'), writer)];
}

function tokensOf({ inputTokens, outputTokens }: Usage): number {
  return inputTokens + outputTokens;
}
