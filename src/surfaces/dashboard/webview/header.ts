import type { DashboardData, RunCurve } from '../model/dashboardData';
import { button, el, fill, setText } from './dom';
import type { PageContext, Section } from './section';

/** Which run it is, how it stands, and what can be done about it. */
export class Header implements Section {
  readonly element = el('header');
  readonly #name = el('h1');
  readonly #status = el('span');
  readonly #facts = el('dl', { class: 'facts' });
  readonly #notes = el('div');
  readonly #figures = el('dl', { class: 'figures' });
  readonly #compared = el('div', { class: 'compared' });
  #comparedKeys = '';

  constructor(private readonly context: PageContext) {
    const { words, post } = context;
    const action = (command: 'showEdits' | 'openFolder' | 'compare'): HTMLElement =>
      button(words.of(command), () => post({ type: 'command', command }));
    fill(
      this.element,
      el(
        'div',
        { class: 'top' },
        el('div', { class: 'name' }, this.#name, this.#status),
        el(
          'div',
          { class: 'actions' },
          ...(['showEdits', 'openFolder', 'compare'] as const).map(action),
        ),
      ),
      this.#facts,
      this.#notes,
      this.#figures,
      this.#compared,
    );
  }

  update(data: DashboardData): void {
    const { words } = this.context;
    const { header } = data;
    setText(this.#name, header.name);
    this.#name.title = header.name;
    const isFinished = header.status === 'finished';
    setText(this.#status, words.of(header.isPublished && isFinished ? 'published' : header.status));
    this.#status.className = `status ${header.status}`;
    this.#drawFacts(data);
    const { waiting } = header;
    fill(
      this.#notes,
      header.stopped !== '' && note(header.stopped, 'warning'),
      header.status === 'waiting' &&
        note(waiting === 1 ? words.of('waitingOne') : words.of('waitingMany', waiting), 'warning'),
      header.isSimulated && note(words.of('simulatedNote')),
      header.isPublished && note(words.of('publishedNote')),
    );
    fill(this.#figures, ...this.#drawFigures(data));
    this.#drawCompared(data.runs.slice(1));
  }

  #drawFacts({ header }: DashboardData): void {
    const { words } = this.context;
    const { task, method, agent, writer, started } = header;
    const or = (text: string): string => (text === '' ? words.of('unknown') : text);
    const models: readonly (readonly [string, string])[] =
      agent === writer || writer === ''
        ? [[words.of('model'), or(agent)]]
        : [
            [words.of('agentModel'), or(agent)],
            [words.of('writerModel'), writer],
          ];
    const facts: readonly (readonly [string, string])[] = [
      [words.of('task'), or(task)],
      [words.of('method'), or(method)],
      ...models,
      ...(started === '' ? [] : [[words.of('started'), words.date(started)] as const]),
    ];
    fill(
      this.#facts,
      ...facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
    );
  }

  #drawFigures({ header, runs, cost }: DashboardData): readonly HTMLElement[] {
    const { words } = this.context;
    const { judged, accepted, overridden } = header.candidates;
    const { done, planned } = header.epochs;
    const all = Math.max(planned, done);
    const calls = cost.agent.calls + cost.writer.calls;
    const reused = cost.agent.reused + cost.writer.reused;
    const figures: readonly (false | readonly [value: string, name: string])[] = [
      this.#valFigure(runs[0]),
      [all === 0 ? words.count(done) : words.of('ofAll', done, all), words.of('epochsFigure')],
      (!header.isPublished || judged > 0) && [
        words.of('ofAll', words.count(accepted), words.count(judged)),
        overridden === 0
          ? words.of('editsFigure')
          : words.of('editsFigureOverridden', words.count(overridden)),
      ],
      cost.isRecorded && [words.count(calls), words.of('callsFigure', words.count(reused))],
    ];
    return figures.flatMap((figure) => {
      if (figure === false) return [];
      const [value, name] = figure;
      return [el('div', {}, el('dt', {}, name), el('dd', {}, value))];
    });
  }

  /** From the first measurement to the best one. */
  #valFigure(run: RunCurve | undefined): readonly [value: string, name: string] {
    const { words } = this.context;
    const measured = (run?.points ?? []).filter(({ val }) => val !== null);
    const [first] = measured;
    if (first === undefined) return [words.none, words.of('valFigureNone')];
    const best = measured.find(({ epoch }) => epoch === run?.best);
    const end = best ?? measured.at(-1) ?? first;
    const value =
      end === first
        ? words.share(first.val)
        : words.of('change', words.share(first.val), words.share(end.val));
    return [value, words.of(best ? 'valFigure' : 'valFigureLast', words.epoch(end.epoch))];
  }

  #drawCompared(runs: readonly RunCurve[]): void {
    const { words, post } = this.context;
    const keys = JSON.stringify(runs.map(({ key, name }) => [key, name]));
    if (keys === this.#comparedKeys) return;
    this.#comparedKeys = keys;
    const hadFocus = this.#compared.contains(document.activeElement);
    this.#compared.hidden = runs.length === 0;
    fill(
      this.#compared,
      el('span', {}, words.of('comparedWith')),
      ...runs.map(({ key, name }) =>
        button(`${name} ×`, () => post({ type: 'uncompare', key }), {
          class: 'chip',
          title: words.of('uncompare', name),
          attributes: { 'aria-label': words.of('uncompare', name) },
        }),
      ),
    );
    // The button that was pressed is gone: do not send its user to the top of the document.
    if (hadFocus) {
      const next =
        this.#compared.querySelector('button') ?? this.element.querySelector('.actions button');
      if (next instanceof HTMLElement) next.focus();
    }
  }
}

function note(text: string, kind = ''): HTMLElement {
  return el('p', { class: `note ${kind}` }, text);
}
