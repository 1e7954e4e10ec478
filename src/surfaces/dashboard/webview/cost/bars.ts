import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';

export interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly value: number; readonly style: string }[];
  /** Its parts in words. */
  readonly text: string;
}

const BAR = 22;
const GAP = 26;

/** Bars that lie, one under the other, each with its numbers written above it. */
export function drawBars(
  svg: SVGSVGElement,
  {
    id,
    bars,
    width,
    summary,
  }: {
    /** Unique in the document. */
    readonly id: string;
    readonly bars: readonly Bar[];
    readonly width: number;
    readonly summary: string;
  },
): void {
  const height = bars.length * (BAR + GAP);
  const longest = Math.max(1, ...bars.map(({ parts }) => sum(parts)));
  const x = scaleLinear([0, longest], [0, Math.max(1, width - 2)]);
  const root = select(svg)
    .attr('viewBox', `0 0 ${width} ${height}`)
    .attr('width', width)
    .attr('height', height)
    .attr('role', 'img')
    .attr('aria-label', summary);
  root.selectAll('*').remove();
  const hatch = root
    .append('defs')
    .append('pattern')
    .attr('id', id)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('width', 6)
    .attr('height', 6)
    .attr('patternTransform', 'rotate(45)');
  hatch.append('rect').attr('class', 'hatch').attr('width', 3).attr('height', 6);
  bars.forEach((bar, at) => {
    const group = root.append('g').attr('transform', `translate(1,${at * (BAR + GAP)})`);
    group.append('text').attr('class', 'bar-label').attr('y', 15).text(`${bar.label}: ${bar.text}`);
    let start = 0;
    for (const { value, style } of bar.parts) {
      if (!(value > 0)) continue;
      const rect = { x: x(start), width: Math.max(1, x(start + value) - x(start)) };
      for (const kind of style === 'hatched' ? ['outline', 'hatched'] : [style]) {
        group
          .append('rect')
          .attr('class', `bar-${kind}`)
          .attr('x', rect.x)
          .attr('y', 21)
          .attr('width', rect.width)
          .attr('height', BAR - 4)
          .attr('fill', kind === 'hatched' ? `url(#${id})` : null);
      }
      start += value;
    }
  });
}

function sum(parts: Bar['parts']): number {
  return parts.reduce((total, { value }) => total + Math.max(0, value), 0);
}
