import type { EpochLabel } from '../../engine/learn/events';
import type { Colours } from '../terminal';
import { percent } from './numbers';

export interface CurvePoint {
  readonly epoch: EpochLabel;
  readonly score: number;
  readonly correct: number;
  readonly total: number;
  readonly errored: number;
}

const WIDTH = 24;

/** The validation score of every epoch as a bar; the best checkpoint is marked. */
export function learningCurve(
  points: readonly CurvePoint[],
  best: EpochLabel | null,
  colours: Colours,
): string[] {
  return points.map(({ epoch, score, correct, total, errored }) => {
    const filled = Math.round(score * WIDTH);
    const bar = colours.cyan('█'.repeat(filled)) + colours.dim('░'.repeat(WIDTH - filled));
    const label = epochName(epoch).padEnd(9);
    const faults = errored > 0 ? colours.yellow(`  ${errored} errored`) : '';
    const mark = epoch === best ? colours.green('  best') : '';
    return `${label} ${bar} ${percent(score).padStart(5)}  ${correct}/${total}${faults}${mark}`;
  });
}

/** `baseline`, `epoch 0`. */
export function epochName(epoch: EpochLabel): string {
  return epoch === 'baseline' ? 'baseline' : `epoch ${epoch}`;
}
