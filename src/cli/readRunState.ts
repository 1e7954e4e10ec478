import { foldPass } from '../store/foldRun';
import type { RunDirectory } from '../store/runDirectory';
import { emptyRun } from '../store/runState';
import type { RunState } from '../store/runState';
import type { RunEvent, RunStarted } from '../engine/learn/events';

/** What a run has come to, by its journal. */
export interface RunReading {
  readonly state: RunState;
  /** Seconds of work, without the pauses between a stop and a resume. */
  readonly seconds: number;
  readonly started: RunStarted | undefined;
}

/** Reads the journal of an open run from its start. */
export async function readRunState(
  store: Pick<RunDirectory, 'events'>,
  onEvent?: (event: RunEvent) => void,
): Promise<RunReading> {
  let state = emptyRun;
  const fold = foldPass();
  let started: RunStarted | undefined;
  for await (const entry of store.events()) {
    if (entry.event.type === 'run.started') started = entry.event;
    state = fold(state, entry);
    onEvent?.(entry.event);
  }
  return { state, seconds: state.seconds, started };
}
