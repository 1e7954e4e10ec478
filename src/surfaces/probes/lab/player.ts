import { metered } from '../../../backends/meter';
import type { Meter } from '../../../backends/meter';
import { reusing } from '../../../backends/reuse';
import type { MeasureContext } from '../../../engine/learn/context';
import { EpisodeRunner } from '../../../engine/learn/episode';
import type { Episode } from '../../../engine/learn/episode';
import { CircuitBreaker } from '../../../engine/learn/faults';
import type { CycleOptions } from '../../../engine/learn/options';
import { majority } from '../../../engine/learn/probing';
import { MemoryStore } from '../../../engine/memoryStore';
import type { Clock, Model, ReplyCache, Task } from '../../../engine/ports';
import type { Library } from '../../../engine/skill/library';
import type { Sample, Transcript, Usage } from '../../../engine/types';
import { addUsage, noUsage } from '../../../engine/usage';
import type { Arm } from './measurement';
import { noting, type Asked, type RolloutMemory } from './rolloutMemory';

/** What rollouts of one project are played with. */
export interface Bench {
  readonly task: Task;
  readonly agent: Model;
  readonly judge: Model;
  readonly options: CycleOptions;
  readonly clock: Clock;
  readonly replies: ReplyCache;
  readonly memory: RolloutMemory;
}

interface Play {
  readonly episode: Episode;
  readonly transcript?: Transcript;
  readonly usage: Usage;
}

/** Plays samples with libraries, on one meter. What was played before is remembered, faults are not. */
export class Player {
  readonly #context: Omit<MeasureContext, 'store'>;
  readonly #faults: CircuitBreaker;
  #reused = 0;

  constructor(
    private readonly bench: Bench,
    meter: Meter,
    signal: AbortSignal,
    /** Hears of calls as they are sent. */
    onSent: (calls: number) => void = () => undefined,
  ) {
    const { task, clock, options, replies } = bench;
    // Whatever the temperature: a person who wants another throw of the dice asks for another repeat.
    const account = (model: Model): Model =>
      reusing(metered(announced(model, onSent), meter, clock), replies, 'always');
    this.#context = {
      task,
      clock,
      options,
      signal,
      agent: account(bench.agent),
      judge: account(bench.judge),
    };
    this.#faults = new CircuitBreaker(options.rules.maxConsecutiveFaults);
  }

  /** Model calls that were answered without being made. */
  get reused(): number {
    return this.#reused;
  }

  /** Would nothing that this sample gets to see be new? Then how it ends. */
  recall(sample: Sample, repeat: number, library: Library): Arm | undefined {
    const plays: Play[] = [];
    for (const each of this.#repeats(repeat)) {
      const play = this.#recalled(sample, each, library);
      if (play === undefined) return undefined;
      plays.push(play);
    }
    return this.#armOf(plays);
  }

  /** @throws BudgetExceeded, RunHalted, or the signal's reason. */
  async play(sample: Sample, repeat: number, library: Library, signal: AbortSignal): Promise<Arm> {
    const repeats = this.#repeats(repeat);
    const plays = await Promise.all(
      repeats.map(
        async (each) =>
          this.#recalled(sample, each, library) ??
          (await this.#playOnce(sample, each, library, signal)),
      ),
    );
    return this.#armOf(plays);
  }

  /** Each probe runs as often as the configuration says; a fresh repeat is fresh in all of them. */
  #repeats(repeat: number): readonly number[] {
    const { probeRepeats } = this.bench.options;
    return Array.from({ length: probeRepeats }, (_, i) => repeat * probeRepeats + i);
  }

  #recalled(sample: Sample, repeat: number, library: Library): Play | undefined {
    const played = this.bench.memory.recall(sample, repeat, library);
    return played && { ...played, usage: { ...noUsage, reused: played.calls } };
  }

  async #playOnce(
    sample: Sample,
    repeat: number,
    library: Library,
    signal: AbortSignal,
  ): Promise<Play> {
    const store = new MemoryStore();
    const asked: Asked[] = [];
    const task = watched(this.bench.task, asked);
    const runner = new EpisodeRunner({ ...this.#context, task, store }, this.#faults);
    const plan = { scope: 'probe', purpose: 'probe', epoch: 0, sample, repeat, library } as const;
    const episode = await runner.run(plan, signal);
    const usage = store.events.reduce(
      (sum, event) => ('usage' in event ? addUsage(sum, event.usage) : sum),
      noUsage,
    );
    if (episode.kind === 'errored') return { episode, usage };
    const transcript = store.loadTranscript(episode.transcript);
    const played = { episode, transcript, calls: usage.calls + usage.reused };
    this.bench.memory.keep(sample, repeat, library, { asked, played });
    return { ...played, usage };
  }

  #armOf(plays: readonly Play[]): Arm {
    const usage = plays.reduce((sum, play) => addUsage(sum, play.usage), noUsage);
    this.#reused += usage.reused;
    const reused = usage.calls === 0;
    const decided = majority(plays.map(({ episode }) => episode));
    if (decided.kind === 'errored') return { passed: null, reused: false, reason: decided.reason };
    const transcript = plays.find(({ episode }) => episode === decided)?.transcript;
    return {
      passed: decided.correct,
      status: decided.status,
      reused,
      ...(transcript === undefined ? {} : { transcript }),
      ...(transcript?.error === undefined ? {} : { reason: transcript.error }),
    };
  }
}

/** The model, telling of every call before it is made, and of repeated attempts once they are known. */
function announced(model: Model, onSent: (calls: number) => void): Model {
  return {
    label: model.label,
    identity: model.identity,
    temperature: model.temperature,
    ...(model.isRepeatable === undefined ? {} : { isRepeatable: model.isRepeatable }),
    complete: async (request, signal) => {
      onSent(1);
      const reply = await model.complete(request, signal);
      if (reply.usage.calls > 1) onSent(reply.usage.calls - 1);
      return reply;
    },
  };
}

/** The task, noting what it asks its agent; a rollout tried again starts a new list. */
function watched(task: Task, asked: Asked[]): Task {
  return {
    name: task.name,
    samples: (split) => task.samples(split),
    rollout: (sample, agent, context) => {
      asked.length = 0;
      return task.rollout(sample, noting(agent, asked), context);
    },
    evaluate: (sample, rollout, context) => task.evaluate(sample, rollout, context),
    failureTags: (sample, rollout) => task.failureTags?.(sample, rollout) ?? [],
    protocolHook: (first) => task.protocolHook?.(first),
  };
}
