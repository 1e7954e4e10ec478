/** What the gate has to reach, and where it comes closest to missing it. */
import { nameOf } from '../../../src/engine/gate/rehearsal/cell';
import type { CellResult } from '../../../src/engine/gate/rehearsal/simulate';

export interface Requirement {
  readonly name: string;
  /** The cell furthest from what is asked for, or a summary. */
  readonly worst: string;
  readonly met: boolean;
}

const real = ({ confirmed, updates }: CellResult): number => confirmed.real / updates;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Judged by the cell in which `value` is greatest (`most`) or least (`least`). */
function bound(
  name: string,
  results: readonly CellResult[],
  value: (result: CellResult) => number,
  limit: { readonly most: number } | { readonly least: number },
  show: (value: number, result: CellResult) => string = percent,
): Requirement {
  const isMost = 'most' in limit;
  const [worst] = [...results].sort((a, b) => (isMost ? value(b) - value(a) : value(a) - value(b)));
  if (!worst) return { name, worst: 'no such cell was run', met: false };
  const reached = value(worst);
  return {
    name,
    worst: `worst ${show(reached, worst)} (${nameOf(worst.cell)})`,
    met: isMost ? reached <= limit.most : reached >= limit.least,
  };
}

export function requirements(results: readonly CellResult[]): readonly Requirement[] {
  const steady = results.filter(({ cell }) => cell.noise === 0);
  const worthwhile = results.filter(({ cell }) => cell.effect === 0.4 && !cell.breaks);
  const quiet = worthwhile.filter(
    ({ cell: { noise, probes } }) => typeof noise === 'number' && noise <= 0.05 && probes >= 20,
  );
  const noisy = worthwhile.filter(
    ({ cell: { noise } }) => typeof noise === 'number' && noise >= 0.1,
  );
  const at36 = ({ cell }: CellResult): boolean => cell.probes === 36;
  const even = results.filter(({ cell }) => cell.noise !== 'uneven');
  const mean = even.reduce((sum, { cost }) => sum + cost, 0) / even.length;
  const idle = ({ confirmed, updates }: CellResult): number => confirmed.idle / updates;
  const ahead = (result: CellResult): number =>
    (result.confirmed.real - result.published.real) / result.updates;
  const against = (_: number, result: CellResult): string =>
    `${percent(real(result))} against ${percent(result.published.real / result.updates)}`;
  return [
    bound('an edit that does nothing accepted, at most 2 %', results, idle, { most: 0.02 }),
    bound(
      'an edit with real regressions accepted, at most 2 %',
      results.filter(({ cell }) => cell.breaks),
      real,
      { most: 0.02 },
    ),
    bound('without noise, decisions as published', steady, (one) => one.same / one.updates, {
      least: 1,
    }),
    bound(
      'without noise, rollouts at most 1.0 × published',
      steady,
      ({ cost }) => cost,
      { most: 1 },
      (cost) => `${cost.toFixed(2)} ×`,
    ),
    bound(
      '40 % edit, N ≥ 20, noise ≤ 5 %: found as often as published',
      quiet,
      ahead,
      { least: 0 },
      against,
    ),
    bound('40 % edit, N 36, noise ≤ 5 %: found in at least 95 %', quiet.filter(at36), real, {
      least: 0.95,
    }),
    bound(
      '40 % edit, N 36, noise 10 %: found in at least 80 %',
      noisy.filter(at36).filter(({ cell }) => cell.noise === 0.1),
      real,
      { least: 0.8 },
    ),
    bound(
      '40 % edit, noise ≥ 10 %: called rejected rather than inconclusive, at most 2 %',
      noisy,
      ({ verdicts, updates }) => verdicts.rejected / updates,
      { most: 0.02 },
    ),
    {
      name: 'rollouts at most 1.5 × published in the mean over the cells',
      worst: `${mean.toFixed(2)} ×`,
      met: mean <= 1.5,
    },
  ];
}
