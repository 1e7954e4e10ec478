import type {
  CandidateJudged,
  DecisionTaken,
  EpochLabel,
  RunEvent,
  RunStarted,
  RunStopped,
} from '../../engine/learn/events';
import type { Usage } from '../../engine/types';
import { addUsage, noUsage } from '../../engine/usage';
import type { CurvePoint } from './learningCurve';

/** An event and when it was recorded, in milliseconds since the Unix epoch. */
export interface TimedEvent {
  readonly time: number;
  readonly event: RunEvent;
}

/** A judged edit and what became of it. */
export interface EditRecord {
  readonly judged: CandidateJudged;
  /** Taken into the run's library, by the gate or by the author. */
  readonly applied: boolean;
  /** Still in the library after the best checkpoint was restored. */
  readonly kept: boolean;
  readonly override: { readonly decision: string; readonly reason: string } | null;
}

/** What a run came to, for its closing report. */
export interface RunSummary {
  readonly started: RunStarted | undefined;
  readonly val: readonly CurvePoint[];
  readonly bestEpoch: EpochLabel | null;
  readonly library: readonly string[];
  readonly edits: readonly EditRecord[];
  readonly finished: boolean;
  readonly stopped: RunStopped | undefined;
  readonly usage: Usage;
  /** Seconds of work, without the pauses between a stop and a resume. */
  readonly seconds: number;
  readonly errored: number;
}

interface Progress extends Omit<RunSummary, 'edits'> {
  readonly edits: ReadonlyMap<string, EditRecord>;
  readonly lastTime: number | undefined;
}

/** Folds a run's events, in the order of its journal. */
export async function summarizeRun(
  events: Iterable<TimedEvent> | AsyncIterable<TimedEvent>,
): Promise<RunSummary> {
  let progress = nothingYet;
  for await (const event of events) progress = advance(progress, event);
  const { edits, lastTime: _lastTime, ...rest } = progress;
  return { ...rest, edits: [...edits.values()] };
}

const nothingYet: Progress = {
  started: undefined,
  val: [],
  bestEpoch: null,
  library: [],
  edits: new Map(),
  finished: false,
  stopped: undefined,
  usage: noUsage,
  seconds: 0,
  errored: 0,
  lastTime: undefined,
};

function advance(before: Progress, { time, event }: TimedEvent): Progress {
  const isPause = before.lastTime === undefined || event.type === 'run.resumed';
  const seconds = before.seconds + (isPause ? 0 : (time - (before.lastTime ?? time)) / 1000);
  const spent = 'usage' in event ? addUsage(before.usage, event.usage) : before.usage;
  return { ...step(before, event), seconds, usage: spent, lastTime: time };
}

function step(before: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case 'run.started':
      return { ...before, started: event };
    case 'run.resumed':
      return { ...before, stopped: undefined };
    case 'rollout.errored':
      return { ...before, errored: before.errored + 1 };
    case 'val.finished':
      return { ...before, val: [...before.val, event] };
    case 'checkpoint.saved':
      return { ...before, bestEpoch: event.epoch };
    case 'candidate.judged':
      return withEdit(before, event.id, () => ({
        judged: event,
        applied: false,
        kept: false,
        override: null,
      }));
    case 'library.changed':
      return libraryChanged({ ...before, library: event.names }, event.cause);
    case 'decisions.taken':
      return event.taken.reduce(decided, before);
    case 'run.finished':
      return { ...before, finished: true, bestEpoch: event.bestEpoch, library: event.library };
    case 'run.stopped':
      return { ...before, stopped: event };
    default:
      return before;
  }
}

function libraryChanged(before: Progress, cause: LibraryCause): Progress {
  if (cause.kind === 'edit') {
    return withEdit(before, cause.id, (edit) => edit && { ...edit, applied: true, kept: true });
  }
  if (cause.kind !== 'restore') return before;
  const edits = new Map(
    [...before.edits].map(([id, edit]) => [
      id,
      { ...edit, kept: edit.kept && isUpTo(edit.judged.epoch, cause.epoch) },
    ]),
  );
  return { ...before, edits };
}

type LibraryCause = Extract<RunEvent, { type: 'library.changed' }>['cause'];

function isUpTo(epoch: number, label: EpochLabel): boolean {
  return label !== 'baseline' && epoch <= label;
}

function decided(before: Progress, { decision, effect }: DecisionTaken): Progress {
  return withEdit(before, decision.edit, (edit) => {
    if (!edit || effect === 'stale') return edit;
    const isIn = effect === 'noted' ? edit.applied : effect === 'applied';
    const override =
      decision.decision === 'undo'
        ? null
        : { decision: decision.decision, reason: decision.reason ?? '' };
    return { ...edit, applied: isIn, kept: isIn, override };
  });
}

function withEdit(
  before: Progress,
  id: string,
  change: (edit: EditRecord | undefined) => EditRecord | undefined,
): Progress {
  const changed = change(before.edits.get(id));
  return changed ? { ...before, edits: new Map(before.edits).set(id, changed) } : before;
}
