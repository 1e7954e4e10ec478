import type { EpochLabel } from '../../engine/learn/events';
import type { RunState } from '../../store/runState';
import type { Colours } from '../terminal';
import { percent } from './numbers';

const WIDTH = 24;

/** The validation score of every epoch as a bar; the best checkpoint is marked. */
export function learningCurve(
  { val, bestEpoch }: Pick<RunState, 'val' | 'bestEpoch'>,
  colours: Colours,
): string[] {
  return val.map(({ epoch, score, correct, total, errored }) => {
    const filled = Math.round(score * WIDTH);
    const bar = colours.cyan('█'.repeat(filled)) + colours.dim('░'.repeat(WIDTH - filled));
    const label = epochName(epoch).padEnd(9);
    const faults = errored > 0 ? colours.yellow(`  ${errored} errored`) : '';
    const mark = epoch === bestEpoch ? colours.green('  best') : '';
    const counts = correct === null || total === null ? '' : `  ${correct}/${total}`;
    return `  ${label} ${bar} ${percent(score).padStart(5)}${counts}${faults}${mark}`;
  });
}

/** `baseline`, `epoch 0`. */
export function epochName(epoch: EpochLabel): string {
  return epoch === 'baseline' ? 'baseline' : `epoch ${epoch}`;
}
