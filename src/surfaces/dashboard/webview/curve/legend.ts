import { el } from '../dom';
import type { Words } from '../words';
import { shapeOf, shapePath } from './chart';
import type { Series } from './series';

const SVG = 'http://www.w3.org/2000/svg';

/** Which line is which, with the same shapes and dashes as in the chart. */
export function curveLegend(series: readonly Series[], words: Words): HTMLElement {
  const isAlone = new Set(series.map(({ run }) => run)).size <= 1;
  const points = series.flatMap((one) => one.points);
  return el(
    'ul',
    { class: 'legend' },
    ...series.map((one) =>
      el(
        'li',
        {},
        sample(one, isAlone),
        isAlone
          ? words.of(one.split === 'val' ? 'valLegend' : 'devLegend')
          : words.of(one.split === 'val' ? 'valOf' : 'devOf', one.name),
      ),
    ),
    points.some(({ isBest }) => isBest) && el('li', {}, ring(), words.of('bestLegend')),
    points.some(({ errored }) => errored > 0) &&
      el('li', {}, el('b', {}, '!'), words.of('erroredLegend')),
  );
}

function sample(one: Series, isAlone: boolean): SVGElement {
  const svg = picture(`series run-${one.run} ${one.split}`, 34);
  add(svg, 'path', { class: 'line', d: 'M1 8H33' });
  const shape = shapePath(shapeOf(one.run, one.split, isAlone));
  add(svg, 'path', { class: 'point', d: shape, transform: 'translate(17,8)' });
  return svg;
}

function ring(): SVGElement {
  const svg = picture('series', 18);
  add(svg, 'circle', { class: 'best', r: '7', cx: '9', cy: '8' });
  return svg;
}

function picture(name: string, width: number): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', name);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', '16');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

function add(parent: SVGElement, name: string, attributes: Readonly<Record<string, string>>): void {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
}
