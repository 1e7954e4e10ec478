import type { EpochLabel } from '../../../../engine/learn/events';
import type { RunCurve } from '../../model/dashboardData';

/** What of a run one line shows. */
export interface Series {
  /** Place of the run among those shown: decides its colour and the shape of its points. */
  readonly run: number;
  readonly name: string;
  readonly split: 'val' | 'dev';
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly epoch: EpochLabel;
  readonly value: number;
  /** Is it the checkpoint the run settled on? */
  readonly isBest: boolean;
  readonly errored: number;
}

/** More runs than there are shapes cannot be told apart. */
export const MAX_RUNS = 6;

/** Far-off plans would press what is measured into a corner. */
const MAX_PLANNED = 40;

export function seriesOf(runs: readonly RunCurve[], showDev: boolean): readonly Series[] {
  return runs.slice(0, MAX_RUNS).flatMap((run, index) => {
    const line = (split: 'val' | 'dev'): Series => ({
      run: index,
      name: run.name,
      split,
      points: run.points.flatMap((point) => {
        const value = point[split];
        if (value === null) return [];
        const isVal = split === 'val';
        const errored = isVal ? point.errored : point.devErrored;
        return [{ epoch: point.epoch, value, isBest: isVal && point.epoch === run.best, errored }];
      }),
    });
    return [line('val'), ...(showDev ? [line('dev')] : [])].filter(
      ({ points }) => points.length > 0,
    );
  });
}

/** The checkpoints along the bottom: all that were measured, and those still planned. */
export function checkpointsOf(runs: readonly RunCurve[]): readonly EpochLabel[] {
  const measured = runs.flatMap(({ points }) => points.map(({ epoch }) => epoch));
  const planned = runs.map(({ plannedEpochs }) =>
    plannedEpochs <= MAX_PLANNED ? plannedEpochs : 0,
  );
  const last = measured.reduce<number>(
    (max, epoch) => (epoch === 'baseline' ? max : Math.max(max, epoch)),
    Math.max(0, ...planned) - 1,
  );
  return [
    ...(measured.includes('baseline') || measured.length === 0 ? (['baseline'] as const) : []),
    ...Array.from({ length: last + 1 }, (_, epoch) => epoch),
  ];
}
