/** The grid in compact tables, one per probe set size. */
import { nameOfNoise } from '../../../src/engine/gate/rehearsal/cell';
import { candidateCounts, effects, noises } from './cells';
import type { CellResult } from '../../../src/engine/gate/rehearsal/simulate';

const columns = [
  ['no-op', 15],
  ['20 % edit', 15],
  ['40 % edit', 15],
  ['60 % edit', 15],
  ['harmful', 15],
  ['rollouts', 9],
  ['rounds', 7],
] as const;

/** Accepted updates in percent, `published > confirmed`; `harmful` is the worst over the effects. */
export function tableOf(probes: number, all: readonly CellResult[]): string {
  const results = all.filter(({ cell }) => cell.probes === probes);
  const head = `${'K  noise'.padEnd(11)}${columns.map(([name, width]) => name.padStart(width)).join('')}`;
  const rows = candidateCounts.flatMap((candidates) =>
    noises.map((noise) => {
      const own = results.filter(
        ({ cell }) => cell.candidates === candidates && cell.noise === noise,
      );
      const clean = own.filter(({ cell }) => !cell.breaks);
      const found = effects.map((effect) =>
        pair(
          clean.filter(({ cell }) => cell.effect === effect),
          effect === 0 ? 'idle' : 'real',
        ),
      );
      const harmful = pair(
        own.filter(({ cell }) => cell.breaks),
        'real',
      );
      const cells = [
        ...found,
        harmful,
        mean(own, 'cost').toFixed(2),
        mean(own, 'rounds').toFixed(1),
      ];
      const line = cells.map((cell, i) => cell.padStart(columns[i]?.[1] ?? 0)).join('');
      return `${String(candidates).padEnd(3)}${nameOfNoise(noise).padEnd(8)}${line}`;
    }),
  );
  return [`N ${probes}`, head, ...rows].join('\n');
}

function pair(results: readonly CellResult[], of: 'idle' | 'real'): string {
  const most = (gate: 'published' | 'confirmed'): string =>
    (100 * Math.max(0, ...results.map((one) => one[gate][of] / one.updates))).toFixed(1);
  return `${most('published')} > ${most('confirmed')}`;
}

function mean(results: readonly CellResult[], of: 'cost' | 'rounds'): number {
  return results.reduce((sum, one) => sum + one[of], 0) / Math.max(1, results.length);
}
