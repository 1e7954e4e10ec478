import { join } from 'node:path';
import { foldPass } from './foldRun';
import { lockOwner } from './lock';
import { readJournal, startReading } from './readJournal';
import { readPublishedRun } from './readPublishedRun';
import { entriesOf, runFile } from './runLayout';
import { emptyRun, type RunState } from './runState';

const killed = {
  reason: 'killed',
  message: 'The process that wrote this run is gone. Nothing finished is lost; it can be resumed.',
} as const;

/** Is somebody writing this run now? */
export function isLive(dir: string): boolean {
  return lockOwner(dir) !== undefined;
}

/**
 * What the run in this directory has come to: from its journal, or from published files where there is none.
 * @throws UserError when it is no run.
 */
export async function readRun(dir: string): Promise<RunState> {
  if (!entriesOf(dir).includes(runFile.journal)) return readPublishedRun(dir);
  let state = emptyRun;
  const fold = foldPass();
  for await (const entry of readJournal(join(dir, runFile.journal), startReading())) {
    state = fold(state, entry);
  }
  return asLeft(state, isLive(dir));
}

/** A run that says it is under way while nobody writes it was killed. */
export function asLeft(state: RunState, live: boolean): RunState {
  const isUnderWay = state.status === 'running' || state.status === 'waiting';
  return live || !isUnderWay ? state : { ...state, status: 'stopped', waiting: [], stop: killed };
}
