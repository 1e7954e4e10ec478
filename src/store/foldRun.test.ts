import { describe, expect, it } from 'vitest';
import type { Decision, DecisionTaken, RunEvent } from '../engine/learn/events';
import { foldPass, foldRun } from './foldRun';
import { candidatesOf, emptyRun, type RunState } from './runState';
import { errored, finished, oneCall, sampleRun, val } from './testSupport';

const ref = { at: 0, bytes: 0 };
const story = sampleRun().map((step) => step({ saveTranscript: () => ref }));

function fold(events: readonly RunEvent[], from: RunState = emptyRun): RunState {
  return events.reduce(
    (state, event, i) => foldRun(state, { seq: i + 1, time: `t${i}`, event }),
    from,
  );
}

function until(type: RunEvent['type']): RunState {
  return fold(story.slice(0, story.findIndex((event) => event.type === type) + 1));
}

function taken(
  decision: Decision['decision'],
  effect: DecisionTaken['effect'],
  id = 'e0-u1-b',
): RunEvent {
  const at = '2024-01-01T00:00:00.000Z';
  return {
    type: 'decisions.taken',
    key: `decisions|${decision}`,
    taken: [{ decision: { edit: id, decision, at }, effect, detail: '' }],
  };
}

function changed(
  cause: Extract<RunEvent, { type: 'library.changed' }>['cause'],
  ...ids: string[]
): RunEvent {
  const rest = { applied: [], files: {}, names: ['now'], inForce: ids };
  return { type: 'library.changed', key: 'l', cause, ...rest };
}

function inForce(state: RunState): readonly string[] {
  return candidatesOf(state).flatMap(({ judged, isApplied }) => (isApplied ? [judged.id] : []));
}

describe('the state of a run', () => {
  it('tells at its end what was learned and what it cost', () => {
    const state = fold(story);
    expect(state).toMatchObject({
      status: 'finished',
      run: 'try',
      method: 'grasp',
      agent: 'simulated',
      started: 't0',
      updated: `t${story.length - 1}`,
      plannedEpochs: 1,
      bestEpoch: 0,
      library: ['read_bundle', 'use_latest'],
      rollouts: { finished: 6, errored: 2 },
      val: [
        { epoch: 'baseline', score: 0.5, correct: 1, total: 2, errored: 0, devScore: null },
        { epoch: 0, score: 1, correct: 1, total: 1, errored: 1, devScore: 1 / 3 },
      ],
    });
    expect(state.usage.agent).toMatchObject({ calls: 8, inputTokens: 800 });
    expect(state.usage.writer).toEqual(oneCall);
    expect(inForce(state)).toEqual(['e0-u1-a']);
    const [epoch] = state.epochs;
    expect(epoch).toMatchObject({ plannedUpdates: 2, dev: { correct: 1, total: 3, errored: 1 } });
    expect(epoch?.updates[1]).toMatchObject({
      batch: ['s4', 's3'],
      dev: { finished: 1, correct: 0, errored: 1 },
      proposals: 2,
      winner: 'e0-u1-a',
      isFinished: true,
    });
  });

  it('counts dev samples while an update is under way', () => {
    const state = until('update.finished');
    const running = fold(story.slice(0, 7));
    expect(running.epochs[0]?.updates[0]).toMatchObject({
      dev: { finished: 2, correct: 1, errored: 0 },
      isFinished: false,
    });
    expect(state.epochs[0]?.updates[0]?.isFinished).toBe(true);
  });

  it('shows the library it started with before anything is learned', () => {
    expect(until('run.started').library).toEqual(['read_bundle']);
  });

  it('waits for the author, and goes on when the edit is decided', () => {
    const waiting: RunEvent = {
      type: 'run.waiting',
      epoch: 0,
      update: 1,
      edits: ['e0-u1-b'],
    };
    const state = fold([waiting], until('candidate.judged'));
    expect(state).toMatchObject({ status: 'waiting', waiting: ['e0-u1-b'] });
    expect(fold([taken('accept', 'noted', 'other')], state).status).toBe('waiting');
    expect(fold([taken('accept', 'applied')], state)).toMatchObject({
      status: 'running',
      waiting: [],
      decisions: [{ effect: 'applied' }],
    });
  });

  it('is stopped with a reason, and runs again when resumed', () => {
    const stop: RunEvent = { type: 'run.stopped', reason: 'budget', message: '100 calls' };
    const stopped = fold([stop], until('update.finished'));
    expect(stopped).toMatchObject({ status: 'stopped', stop: { reason: 'budget' } });
    const again = fold([{ type: 'run.resumed' }], stopped);
    expect(again.status).toBe('running');
    expect(again).not.toHaveProperty('stop');
  });

  it('stays finished when a finished run is resumed and finds nothing to do', () => {
    expect(fold([{ type: 'run.resumed' }], fold(story)).status).toBe('finished');
  });

  it('knows which edits are in the library after decisions and a return to a checkpoint', () => {
    let state = fold([
      ...story.slice(0, -1),
      changed({ kind: 'decision', id: 'e0-u1-b' }, 'e0-u1-a', 'e0-u1-b'),
      taken('accept', 'applied'),
    ]);
    expect(inForce(state)).toEqual(['e0-u1-a', 'e0-u1-b']);
    expect(candidatesOf(state)[1]?.decision?.effect).toBe('applied');
    state = fold([changed({ kind: 'restore', epoch: 0 }, 'e0-u1-a')], state);
    expect(inForce(state)).toEqual(['e0-u1-a']);
    state = fold([changed({ kind: 'decision', id: 'e0-u1-b' }, 'e0-u1-a', 'e0-u1-b')], state);
    expect(inForce(state)).toEqual(['e0-u1-a', 'e0-u1-b']);
    expect(inForce(fold([changed({ kind: 'restore', epoch: 'baseline' })], state))).toEqual([]);
  });

  it('puts val scores in the order of the curve, however they come in', () => {
    const point = (epoch: number | 'baseline'): RunEvent => ({
      type: 'val.finished',
      key: `v${epoch}`,
      scope: `${epoch}|val`,
      epoch,
      correct: 1,
      total: 2,
      errored: 0,
      score: 0.5,
      devScore: null,
    });
    const state = fold([point(1), point('baseline'), point(0)]);
    expect(state.val.map(({ epoch }) => epoch)).toEqual(['baseline', 0, 1]);
  });

  const timed = (
    events: readonly (readonly [seconds: number, event: RunEvent | undefined])[],
  ): RunState =>
    events.reduce(
      (before, [seconds, event], i) =>
        event === undefined
          ? before
          : foldRun(before, {
              seq: i + 1,
              time: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
              event,
            }),
      emptyRun,
    );

  it('counts the seconds of work, not those between a stop and a resume', () => {
    const [started, ...more] = story;
    const state = timed([
      [0, started],
      [3, more[0]],
      [4, { type: 'run.stopped', reason: 'user', message: '' }],
      [3600, { type: 'run.resumed' }],
      [3602, more[1]],
      // The clock was set back.
      [3000, more[2]],
      [3001, more[3]],
    ]);
    expect(state.seconds).toBe(4 + 2 + 1);
  });

  it('counts no seconds of a finished run that is only looked at, until it goes on', () => {
    const whole = story.map((event, i) => [i, event] as const);
    const worked = story.length - 1;
    const seen: typeof whole = [
      ...whole,
      [3600, { type: 'run.resumed' }],
      [3605, { type: 'decisions.taken', key: 'decisions|end|1', taken: [] }],
    ];
    expect(timed(seen)).toMatchObject({ status: 'finished', seconds: worked });
    const update = story.find(({ type }) => type === 'update.started');
    const goesOn = timed([...seen, [3606, update], [3608, finished(val(0), 's', true, ref)]]);
    expect(goesOn).toMatchObject({ status: 'running', seconds: worked + 2 });
  });

  it('does not change the state it is given', () => {
    const freeze = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    };
    let state = emptyRun;
    for (const [i, event] of story.entries()) {
      freeze(state);
      state = foldRun(state, { seq: i, time: 't', event });
    }
    expect(state.status).toBe('finished');
  });

  it('takes 20,000 rollouts', () => {
    const rollouts = Array.from({ length: 20_000 }, (_, i) =>
      i % 10 === 0 ? errored(val(0), `s${i}`) : finished(val(0), `s${i}`, true, ref),
    );
    expect(fold(rollouts).rollouts).toEqual({ finished: 18_000, errored: 2_000 });
  });
});

describe('trouble with an endpoint', () => {
  const waits: RunEvent = {
    type: 'endpoint.waiting',
    model: 'm',
    reason: 'cannot be reached',
    attempt: 2,
    nextInMs: 1_000,
  };

  it('is a state until it answers again, or the run ends', () => {
    const state = fold([waits], until('update.started'));
    expect(state.trouble).toMatchObject({ attempt: 2, reason: 'cannot be reached' });
    expect(fold([{ type: 'endpoint.answering', model: 'm' }], state).trouble).toBeUndefined();
    const stop: RunEvent = { type: 'run.stopped', reason: 'faults', message: '' };
    expect(fold([stop], state).trouble).toBeUndefined();
  });
});

describe('the time of a run', () => {
  it('does not count while it waits for a decision', () => {
    const at = (seconds: number, event: RunEvent, state: RunState): RunState =>
      foldRun(state, { seq: 1, time: new Date(seconds * 1000).toISOString(), event });
    const asks: RunEvent = { type: 'run.waiting', epoch: 0, update: 0, edits: ['x'] };
    const started = at(0, { type: 'run.resumed' }, emptyRun);
    const waiting = at(10, asks, started);
    expect(waiting.seconds).toBe(10);
    expect(at(4_000, { type: 'endpoint.answering', model: 'm' }, waiting).seconds).toBe(10);
  });
});

describe('a pass over many events', () => {
  it('comes to the same as one event after the other, and leaves earlier states alone', () => {
    const pass = foldPass();
    const entries = story.map((event, i) => ({ seq: i + 1, time: `t${i}`, event }));
    const half = entries.slice(0, Math.floor(entries.length / 2)).reduce(pass, emptyRun);
    const kept = JSON.stringify(half);
    const whole = entries.slice(Math.floor(entries.length / 2)).reduce(foldPass(), half);
    expect(whole).toEqual(fold(story));
    expect(JSON.stringify(half)).toBe(kept);
  });
});
