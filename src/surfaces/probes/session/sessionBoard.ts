import type { Sample } from '../../../engine/types';
import type { Project } from '../lab/lab';
import type { MeasuredProbe } from '../lab/measurement';
import type { Asked, Round, SessionListener } from './ports';
import { emptyState, type Choice, type SessionState, type Version } from './sessionState';

/** What there is to see of a session, and those who look at it. */
export class SessionBoard {
  readonly listeners = new Set<SessionListener>();
  #state: SessionState = emptyState;

  get state(): SessionState {
    return this.#state;
  }

  update(part: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...part };
    this.changed();
  }

  clearTrouble(): void {
    const { trouble: _, ...rest } = this.#state;
    this.#state = rest;
    this.changed();
  }

  take(probes: readonly MeasuredProbe[], version: Version): void {
    const taken = probes.map((probe) => [probe.sample, { probe, version }] as const);
    this.update({ results: new Map([...this.#state.results, ...taken]) });
  }

  changed(): void {
    for (const listener of this.listeners) listener.changed?.();
  }
}

/** Puts a round on the board as it goes. */
export class RoundReport {
  #round: Round | undefined;
  #done = 0;

  constructor(
    private readonly board: SessionBoard,
    private readonly facts: {
      readonly project: Project;
      readonly samples: ReadonlyMap<string, Sample>;
      readonly version: Version;
      readonly asked: Asked | undefined;
    },
  ) {}

  drawing(done: number, of: number): void {
    this.board.update({ activity: { kind: 'drawing', done, of } });
  }

  /** Of a part of the probe set that was asked for, the set stays what it was. */
  chosen(ids: readonly string[], choice: Choice): void {
    const { project, samples, asked } = this.facts;
    const round: Round = {
      project,
      samples: ids.flatMap((id) => samples.get(id) ?? []),
      ...(asked ? { asked } : {}),
    };
    this.#round = round;
    this.board.update({
      activity: { kind: 'probing', done: 0, of: ids.length },
      ...(asked?.only ? {} : { samples: ids, choice }),
    });
    for (const listener of this.board.listeners) listener.began?.(round);
  }

  outcome(probe: MeasuredProbe): void {
    const round = this.#round;
    if (!round) return;
    this.#done += 1;
    // What was not measured does not make what was known before unknown.
    const isKnown = this.board.state.results.has(probe.sample);
    if (probe.outcome !== 'not evaluated' || !isKnown) this.board.take([probe], this.facts.version);
    const of = round.samples.length;
    this.board.update({ activity: { kind: 'probing', done: this.#done, of } });
    for (const listener of this.board.listeners) listener.outcome?.(round, probe);
  }

  ended(error?: unknown): void {
    const round = this.#round;
    if (!round) return;
    for (const listener of this.board.listeners) listener.ended?.(round, error);
  }
}
