import type { EpochLabel } from '../../../engine/learn/events';
import { addUsage } from '../../../engine/usage';
import type { EpochState, RunState, ValPoint } from '../../../store/runState';
import { plainLine } from '../../common/markdown';
import type { CurvePoint, RunCurve } from './dashboardData';
import { isPublished, secondsOf } from './runFacts';
import { isSimulated } from './isSimulated';

/** The learning curve of a run: a point for every epoch of which anything was measured. */
export function curveOf(state: RunState, key: string, name: string): RunCurve {
  const { calls, inputTokens, outputTokens, usd } = addUsage(state.usage.agent, state.usage.writer);
  const isRecorded = !isPublished(state);
  return {
    key,
    name,
    status: state.status,
    task: plainLine(state.task),
    agent: plainLine(state.agent),
    isSimulated: isSimulated(state),
    points: pointsOf(state),
    best: state.bestEpoch,
    plannedEpochs: state.plannedEpochs,
    calls: isRecorded ? calls : null,
    tokens: isRecorded ? inputTokens + outputTokens : null,
    usd: usd > 0 ? usd : null,
    seconds: secondsOf(state),
  };
}

function pointsOf({ val, epochs }: RunState): readonly CurvePoint[] {
  const vals = new Map(val.map((point) => [point.epoch, point]));
  const devs = new Map(
    epochs.filter(({ dev }) => dev !== undefined).map((epoch) => [epoch.epoch, epoch]),
  );
  const labels = new Set<EpochLabel>([...vals.keys(), ...devs.keys()]);
  return [...labels]
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((label) =>
      pointOf(label, vals.get(label), label === 'baseline' ? undefined : devs.get(label)),
    );
}

function pointOf(
  epoch: EpochLabel,
  val: ValPoint | undefined,
  learned: EpochState | undefined,
): CurvePoint {
  const dev = learned?.dev;
  return {
    epoch,
    val: share(val?.score),
    correct: val?.correct ?? null,
    total: val?.total ?? null,
    errored: val?.errored ?? 0,
    dev: share(val?.devScore) ?? (dev ? share(dev.correct / dev.total) : null),
    devErrored: dev?.errored ?? 0,
  };
}

/** What is no number must not reach a chart. */
function share(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function orderOf(label: EpochLabel): number {
  return label === 'baseline' ? -1 : label;
}
