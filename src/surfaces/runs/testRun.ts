/** States of runs for the tests of this folder, made the way the store makes them. */
import type { CandidateJudged, RunEvent } from '../../engine/learn/events';
import { foldRun } from '../../store/foldRun';
import { emptyRun, type RunState } from '../../store/runState';
import { sampleRun } from '../../store/testSupport';
import type { KnownRun } from '../common/runRoots';

export const testRun: KnownRun = {
  dir: '/w/runs/try',
  name: 'try',
  root: '/w/runs',
  isOpened: false,
  changed: 1,
};

const events: readonly RunEvent[] = sampleRun().map((step) =>
  step({ saveTranscript: () => ({ at: 0, bytes: 0 }) }),
);

/** The small sample run, finished, or as it was after the last event of this type. */
export function stateAfter(type?: RunEvent['type'], ...more: readonly RunEvent[]): RunState {
  const last = type === undefined ? -1 : events.findLastIndex((event) => event.type === type);
  return [...events.slice(0, last < 0 ? undefined : last + 1), ...more].reduce(
    (state, event, seq) => foldRun(state, { seq, time: timeOf(seq), event }),
    emptyRun,
  );
}

export function candidateEvent(change: Partial<CandidateJudged>): CandidateJudged {
  const judged = events.find((event) => event.type === 'candidate.judged');
  if (judged?.type !== 'candidate.judged') throw new Error('the sample run has no candidate');
  return { ...judged, ...change };
}

function timeOf(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)).toISOString();
}
