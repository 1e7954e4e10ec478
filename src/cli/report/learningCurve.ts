import { wilson } from '../../engine/gate/interval';
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
    const counts =
      correct === null || total === null
        ? ''
        : `  ${correct}/${total}`.padEnd(8) + colours.dim(` ${interval(correct, total)}`);
    return `  ${label} ${bar} ${percent(score).padStart(5)}${counts}${faults}${mark}`;
  });
}

/** `31–83 %`: where the true share lies with a confidence of 95 %. */
function interval(correct: number, total: number): string {
  const { low, high } = wilson(correct, total);
  return `(${Math.round(low * 100)}–${Math.round(high * 100)} %)`;
}

/** `baseline`, `epoch 0`. */
export function epochName(epoch: EpochLabel): string {
  return epoch === 'baseline' ? 'baseline' : `epoch ${epoch}`;
}
