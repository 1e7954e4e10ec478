import type { RunState } from '../../../store/runState';
import type { Caps, CostData, ExpectedCost } from './dashboardData';
import { isPublished, secondsOf } from './runFacts';

export function costOf(
  state: RunState,
  budget: Caps | null,
  estimate: ExpectedCost | null,
): CostData {
  const { finished, errored } = state.rollouts;
  const updates = state.epochs.flatMap((epoch) => epoch.updates);
  const dev = sum(updates.map((update) => update.dev.finished + update.dev.errored));
  const probes = sum(updates.map(({ probeRollouts }) => probeRollouts));
  return {
    isRecorded: !isPublished(state),
    agent: state.usage.agent,
    writer: state.usage.writer,
    // The journal does not tell the rollouts of val apart: they are all others.
    rollouts: {
      finished,
      errored,
      dev,
      probes,
      val: Math.max(0, finished + errored - dev - probes),
    },
    seconds: secondsOf(state),
    budget,
    estimate,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
