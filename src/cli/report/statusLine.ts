import type { RolloutPurpose, RunEvent } from '../../engine/learn/events';
import type { Usage } from '../../engine/types';
import { clockTime, short } from './numbers';

type Stage = 'dev' | 'probe' | 'val';

/** What the one live line of a run shows. */
export interface RunStatus {
  readonly where: string;
  readonly stage: Stage;
  /** Rollouts of this stage that have ended, and how many it has when that is known. */
  readonly done: number;
  readonly of: number | undefined;
  readonly epochs: number;
  readonly val: number;
}

export const startStatus: RunStatus = {
  where: 'starting',
  stage: 'val',
  done: 0,
  of: undefined,
  epochs: 0,
  val: 0,
};

/** The status after one more event. */
export function nextStatus(status: RunStatus, event: RunEvent): RunStatus {
  const enter = (where: string, stage: Stage, of: number | undefined): RunStatus => ({
    ...status,
    where,
    stage,
    of,
    done: 0,
  });
  switch (event.type) {
    case 'run.started': {
      const { cycle, samples } = event;
      const started = { ...status, epochs: cycle.epochs, val: samples.val };
      return cycle.runBaseline ? { ...started, where: 'baseline', of: samples.val } : started;
    }
    case 'update.started':
      return enter(
        `epoch ${event.epoch} of ${status.epochs}, update ${event.update} of ${event.updates}`,
        'dev',
        event.batch.length,
      );
    case 'probe.drawn':
      return enter(
        `epoch ${event.epoch} of ${status.epochs}, update ${event.update}`,
        'probe',
        undefined,
      );
    case 'epoch.finished':
      return enter(`epoch ${event.epoch} of ${status.epochs}`, 'val', status.val);
    case 'run.waiting':
      return enter('waiting for your decision', 'probe', undefined);
    case 'rollout.finished':
    case 'rollout.errored':
      return stageOf(event.purpose) === status.stage
        ? { ...status, done: status.done + 1 }
        : status;
    default:
      return status;
  }
}

function stageOf(purpose: RolloutPurpose): Stage {
  return (
    {
      dev: 'dev',
      val: 'val',
      eval: 'val',
      probe: 'probe',
      canary: 'probe',
      baseline: 'probe',
    } as const
  )[purpose];
}

/** The line itself, cut to the width of the terminal. */
export function statusLine(
  status: RunStatus,
  spent: Usage,
  seconds: number,
  width: number,
): string {
  const rollouts = status.of === undefined ? String(status.done) : `${status.done}/${status.of}`;
  const line = [
    `${status.where}: ${status.stage} ${rollouts}`,
    `${short(spent.calls)} calls`,
    `${short(spent.inputTokens + spent.outputTokens)} tokens`,
    clockTime(seconds),
  ].join(' · ');
  return line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
}
