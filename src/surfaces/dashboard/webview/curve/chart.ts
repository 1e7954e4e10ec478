/** Draws learning curves as SVG. Colours, widths and dashes are classes of the style sheet, so that they theme. */
import { axisBottom, axisLeft } from 'd3-axis';
import { scaleLinear, scalePoint } from 'd3-scale';
import { select } from 'd3-selection';
import {
  line,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from 'd3-shape';
import type { EpochLabel } from '../../../../engine/learn/events';
import type { Words } from '../words';
import type { Series, SeriesPoint } from './series';

export interface CurveDrawing {
  readonly series: readonly Series[];
  readonly checkpoints: readonly EpochLabel[];
  readonly width: number;
  readonly words: Words;
  /** Sentences that say the same. */
  readonly summary: string;
}

/** One shape a run; alone, dev has squares. */
const shapes: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolWye,
];
const HEIGHT = 300;
const margin = { top: 26, right: 22, bottom: 30, left: 52 };
const POINT_AREA = 58;
const RING_RADIUS = 9;
const ROOM_FOR_LABEL = 74;
const MAX_VALUES = 12;

export function shapeOf(run: number, split: Series['split'], isAlone: boolean): SymbolType {
  return shapes[isAlone && split === 'dev' ? 1 : run % shapes.length] ?? symbolCircle;
}

export function shapePath(shape: SymbolType): string {
  return symbol(shape, POINT_AREA)() ?? '';
}

export function drawCurve(svg: SVGSVGElement, drawing: CurveDrawing): void {
  const { series, checkpoints, width, words, summary } = drawing;
  const root = select(svg)
    .attr('viewBox', `0 0 ${width} ${HEIGHT}`)
    .attr('width', width)
    .attr('height', HEIGHT)
    .attr('role', 'img')
    .attr('aria-label', summary);
  root.selectAll('*').remove();

  const names = checkpoints.map(String);
  const x = scalePoint(names, [margin.left, width - margin.right]).padding(0.4);
  const y = scaleLinear([0, 1], [HEIGHT - margin.bottom, margin.top]);
  const step = Math.max(1, Math.ceil(ROOM_FOR_LABEL / Math.max(1, x.step())));
  root
    .append('g')
    .attr('class', 'axis')
    .attr('transform', `translate(0,${HEIGHT - margin.bottom})`)
    .call(
      axisBottom(x)
        .tickSizeOuter(0)
        .tickValues(names.filter((_, at) => at % step === 0))
        .tickFormat((name) => words.epoch(name === 'baseline' ? name : Number(name))),
    );
  root
    .append('g')
    .attr('class', 'axis gridlines')
    .attr('transform', `translate(${margin.left},0)`)
    .call(
      axisLeft(y)
        .ticks(5)
        .tickSize(-(width - margin.left - margin.right))
        .tickFormat((value) => words.share(Number(value))),
    );

  const isAlone = new Set(series.map(({ run }) => run)).size <= 1;
  const at = (point: SeriesPoint): [number, number] => [
    x(String(point.epoch)) ?? margin.left,
    y(Math.min(1, Math.max(0, point.value))),
  ];
  const path = line<SeriesPoint>(
    (point) => at(point)[0],
    (point) => at(point)[1],
  );
  for (const one of series) {
    const group = root.append('g').attr('class', `series run-${one.run} ${one.split}`);
    group.append('path').attr('class', 'line').attr('d', path(one.points));
    const shape = shapePath(shapeOf(one.run, one.split, isAlone));
    for (const point of one.points) drawPoint(group, { one, point, shape, at: at(point), words });
    if (isAlone && one.split === 'val' && one.points.length <= MAX_VALUES) {
      for (const point of one.points) drawValue(group, point, at(point), words);
    }
  }
}

type Group = ReturnType<typeof select<SVGGElement, unknown>>;

function drawPoint(
  parent: { append(name: 'g'): Group },
  input: {
    readonly one: Series;
    readonly point: SeriesPoint;
    readonly shape: string;
    readonly at: readonly [number, number];
    readonly words: Words;
  },
): void {
  const { one, point, shape, words } = input;
  const [x, y] = input.at;
  const group = parent.append('g').attr('transform', `translate(${x},${y})`);
  group
    .append('path')
    .attr('class', point.errored > 0 ? 'point errored' : 'point')
    .attr('d', shape);
  if (point.isBest) group.append('circle').attr('class', 'best').attr('r', RING_RADIUS);
  if (point.errored > 0) {
    group.append('text').attr('class', 'mark').attr('x', 9).attr('y', 14).text('!');
  }
  const name = words.of(one.split === 'val' ? 'valOf' : 'devOf', one.name);
  group
    .append('title')
    .text(words.of('chartPoint', name, words.epoch(point.epoch), words.share(point.value)));
}

function drawValue(
  parent: { append(name: 'text'): ReturnType<typeof select<SVGTextElement, unknown>> },
  point: SeriesPoint,
  [x, y]: readonly [number, number],
  words: Words,
): void {
  const value = words.share(point.value);
  parent
    .append('text')
    .attr('class', 'value')
    .attr('x', x)
    .attr('y', y - 14)
    .text(point.isBest ? `${value} ${words.of('best')}` : value);
}
