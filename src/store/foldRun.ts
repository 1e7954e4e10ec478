import type { DecisionTaken, LibraryChanged, RunEvent } from '../engine/learn/events';
import type { Usage } from '../engine/types';
import { addUsage } from '../engine/usage';
import type { JournalEntry } from './journalEntry';
import { changeUpdate, inCandidate, inEpoch, inOnePass, inUpdate } from './changeRun';
import { addValPoint, type CandidateState, type RunState } from './runState';

/** The run one event later. Pure; events the state does not show leave it as it was, but for the time. */
export function foldRun(state: RunState, { event, time }: JournalEntry): RunState {
  const started = state.started === '' ? time : state.started;
  // A finished run that is resumed reads itself again: nothing more is worked on until it says so.
  const isIdle =
    state.updated === '' ||
    event.type === 'run.resumed' ||
    state.status === 'finished' ||
    // Whoever decides takes their time; it is not the run's.
    state.status === 'waiting';
  const worked = isIdle ? 0 : (Date.parse(time) - Date.parse(state.updated)) / 1000;
  // Clocks are set back, and times of a strange journal may be no times at all.
  const seconds = state.seconds + (worked > 0 ? worked : 0);
  return foldEvent({ ...state, started, updated: time, seconds }, event);
}

/**
 * Folds many events, one after the other. The states in between are for the next step only; what the last step gave
 * is whole, and is not changed by a later pass.
 */
export function foldPass(): (state: RunState, entry: JournalEntry) => RunState {
  const pass = new WeakSet<readonly unknown[]>();
  return (state, entry) => inOnePass(pass, () => foldRun(state, entry));
}

function foldEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run.started': {
      const { run, method, task, agent, writer, samples, cycle, learned } = event;
      const library = learned.map(({ file }) => skillName(file)).filter((name) => name !== '');
      const plannedEpochs = cycle.epochs;
      return { ...state, run, method, task, agent, writer, samples, plannedEpochs, library };
    }
    case 'run.resumed':
      // Resuming a finished run finds nothing to do, and says nothing at its end a second time.
      return state.status === 'finished' ? state : goOn(state);
    case 'rollout.finished':
    case 'rollout.errored':
      return foldRollout(state, event);
    case 'rollout.aborted':
      return spend(state, 'agent', event);
    case 'writer.replied':
      return spend(state, 'writer', event);
    case 'writer.failed':
      return inUpdate(spend(state, 'writer', event), event, (update) => ({
        ...update,
        writerFailures: update.writerFailures + 1,
      }));
    case 'update.started':
      return inEpoch(goOn(state), event.epoch, (epoch) => ({
        ...changeUpdate(epoch, event.update, (update) => ({
          ...update,
          batch: event.batch,
          library: event.library,
        })),
        plannedUpdates: event.updates,
      }));
    case 'probe.drawn':
      return inUpdate(state, event, (update) => ({ ...update, probe: event }));
    case 'baseline.measured':
      return inUpdate(state, event, (update) => ({ ...update, baseline: event }));
    case 'failures.labelled':
      return inUpdate(state, event, (update) => ({ ...update, labels: event.labels }));
    case 'proposal.made':
      return inUpdate(state, event, (update) => ({ ...update, proposals: update.proposals + 1 }));
    case 'revision.refused':
      return state;
    case 'candidate.judged':
      return inUpdate(state, event, (update) => ({
        ...update,
        candidates: [...update.candidates, { judged: event, isApplied: false }],
      }));
    case 'library.changed':
      return foldLibrary(state, event);
    case 'decisions.taken': {
      const isDecided = (id: string): boolean =>
        event.taken.some(({ decision }) => decision.edit === id && decision.decision !== 'undo');
      const next = event.taken.reduce(foldDecision, state);
      return state.waiting.some(isDecided) ? goOn(next) : next;
    }
    case 'run.waiting':
      return { ...state, status: 'waiting', waiting: event.edits };
    case 'canaries.measured':
      return inCandidate(state, event.candidate, (candidate) => ({
        ...candidate,
        canaries: event,
      }));
    case 'update.finished':
      return inUpdate(goOn(state), event, (update) => ({
        ...update,
        isRecovery: event.recovery,
        dev: {
          finished: event.batchSize - event.batchErrored,
          correct: event.batchCorrect,
          errored: event.batchErrored,
        },
        winner: event.winner,
        isFinished: true,
      }));
    case 'val.finished': {
      const { epoch, score, correct, total, errored, devScore } = event;
      const point = { epoch, score, correct, total, errored, devScore };
      return { ...state, val: addValPoint(state.val, point) };
    }
    case 'epoch.finished':
      return inEpoch(state, event.epoch, (epoch) => ({
        ...epoch,
        dev: { correct: event.devCorrect, total: event.devTotal, errored: event.devErrored },
        taxonomy: event.taxonomy,
      }));
    case 'checkpoint.saved':
      return { ...state, bestEpoch: event.epoch };
    case 'endpoint.waiting': {
      const { model, reason, attempt, nextInMs } = event;
      return { ...state, trouble: { model, reason, attempt, nextInMs } };
    }
    case 'endpoint.answering': {
      const { trouble: _trouble, ...rest } = state;
      return rest;
    }
    case 'run.finished':
      return {
        ...goOn(state),
        status: 'finished',
        bestEpoch: event.bestEpoch,
        library: event.library,
      };
    case 'run.stopped': {
      const { reason, message } = event;
      const { trouble: _trouble, ...rest } = state;
      return { ...rest, status: 'stopped', waiting: [], stop: { reason, message } };
    }
  }
}

/** Work goes on: whatever the run had stopped or waited for is over. */
function goOn(state: RunState): RunState {
  const { stop: _stop, trouble: _trouble, ...rest } = state;
  return { ...rest, status: 'running', waiting: [] };
}

/** No call costs more; older journals hold what servers said, however absurd. */
const MOST = 1e9;

function possible(usage: Usage): Usage {
  const sane = (value: number): number => (value >= 0 && value <= MOST ? value : 0);
  const { calls, inputTokens, outputTokens, usd, reused } = usage;
  return {
    calls: sane(calls),
    inputTokens: sane(inputTokens),
    outputTokens: sane(outputTokens),
    usd: sane(usd),
    reused: sane(reused),
  };
}

function spend(
  state: RunState,
  who: 'agent' | 'writer',
  { usage }: Pick<Extract<RunEvent, { type: 'rollout.aborted' }>, 'usage'>,
): RunState {
  return {
    ...state,
    usage: { ...state.usage, [who]: addUsage(state.usage[who], possible(usage)) },
  };
}

function foldRollout(
  before: RunState,
  event: Extract<RunEvent, { type: 'rollout.finished' | 'rollout.errored' }>,
): RunState {
  const isFinished = event.type === 'rollout.finished';
  const { finished, errored } = before.rollouts;
  const rollouts = isFinished
    ? { finished: finished + 1, errored }
    : { finished, errored: errored + 1 };
  const state = { ...spend(before, 'agent', event), rollouts };
  const { purpose, epoch, update } = event;
  if (epoch === 'baseline' || update === undefined) return state;
  return inUpdate(state, { epoch, update }, (old) => {
    if (purpose !== 'dev') return { ...old, probeRollouts: old.probeRollouts + 1 };
    const { dev } = old;
    return isFinished
      ? {
          ...old,
          dev: {
            ...dev,
            finished: dev.finished + 1,
            correct: dev.correct + (event.correct ? 1 : 0),
          },
        }
      : { ...old, dev: { ...dev, errored: dev.errored + 1 } };
  });
}

function foldLibrary(state: RunState, { names, inForce }: LibraryChanged): RunState {
  const applied = new Set(inForce);
  const isRight = ({ judged, isApplied }: CandidateState): boolean =>
    applied.has(judged.id) === isApplied;
  const mark = (old: CandidateState): CandidateState =>
    isRight(old) ? old : { ...old, isApplied: !old.isApplied };
  // What stays as it is stays the same: most of a long run does.
  const epochs = state.epochs.map((epoch) =>
    epoch.updates.every(({ candidates }) => candidates.every(isRight))
      ? epoch
      : {
          ...epoch,
          updates: epoch.updates.map((update) =>
            update.candidates.every(isRight)
              ? update
              : { ...update, candidates: update.candidates.map(mark) },
          ),
        },
  );
  return { ...state, library: names, epochs };
}

function foldDecision(before: RunState, taken: DecisionTaken): RunState {
  const id = taken.decision.edit;
  const state = { ...before, decisions: [...before.decisions, taken] };
  return inCandidate(state, id, (candidate) => ({ ...candidate, decision: taken }));
}

function skillName(file: string): string {
  if (file.startsWith('.') || file.includes('/.')) return '';
  return file.endsWith('/SKILL.md')
    ? file.slice(0, -'/SKILL.md'.length)
    : file.replace(/\.md$/, '');
}
