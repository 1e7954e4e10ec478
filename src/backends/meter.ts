import type { Clock, Model, ModelReply, ModelRequest } from '../engine/ports';
import { BudgetExceeded } from '../engine/ports';
import type { Usage } from '../engine/types';
import { addUsage, noUsage } from '../engine/usage';
import { linkedController } from '../util/abort';
import { isEmptyReply } from './reuse';
import { takeSpent } from './spentByFailure';

/** Caps of a run over agent, writer and judge together. An absent cap is none. */
export interface Caps {
  readonly calls?: number | undefined;
  /** Input and output tokens together. */
  readonly tokens?: number | undefined;
  /** Counts only what models with prices cost. */
  readonly usd?: number | undefined;
  readonly minutes?: number | undefined;
}

export type Purpose = ModelRequest['purpose'];
export type Spent = Readonly<Record<Purpose | 'total', Usage>>;

/** How many replies of the agent said nothing. */
export interface EmptyReplies {
  readonly replies: number;
  readonly empty: number;
  /** Those that were cut by the token limit before they had said anything. */
  readonly cut: number;
}

/** What a run has spent, and whether it may go on. */
export class Meter {
  #spent: Spent = { total: noUsage, agent: noUsage, writer: noUsage, judge: noUsage };
  #emptyReplies: EmptyReplies = { replies: 0, empty: 0, cut: 0 };
  #minutesBefore = 0;
  #startedAt: number | undefined;
  #pausedAt: number | undefined;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(readonly caps: Caps = {}) {}

  /** Of the calls that this process made. */
  get emptyReplies(): EmptyReplies {
    return this.#emptyReplies;
  }

  /** Notes whether a reply of the agent says anything. */
  look(reply: ModelReply): void {
    const { replies, empty, cut } = this.#emptyReplies;
    const isEmpty = isEmptyReply(reply);
    this.#emptyReplies = {
      replies: replies + 1,
      empty: empty + (isEmpty ? 1 : 0),
      cut: cut + (isEmpty && reply.finish === 'length' ? 1 : 0),
    };
  }

  get spent(): Spent {
    return this.#spent;
  }

  /** What earlier processes of a resumed run spent, and for how long they ran. */
  startFrom(usage: Usage, minutes: number): void {
    this.#spent = { ...this.#spent, total: addUsage(this.#spent.total, usage) };
    this.#minutesBefore += minutes;
  }

  /** Minutes since the first call, and those of earlier processes. */
  minutes(now: number): number {
    return (
      this.#minutesBefore +
      (this.#startedAt === undefined ? 0 : ((this.#pausedAt ?? now) - this.#startedAt) / 60_000)
    );
  }

  /** Time does not count from now on. */
  pause(now: number): void {
    this.#pausedAt ??= now;
  }

  /** It counts again. */
  goOn(now: number): void {
    if (this.#pausedAt === undefined) return;
    if (this.#startedAt !== undefined) this.#startedAt += Math.max(0, now - this.#pausedAt);
    this.#pausedAt = undefined;
  }

  add(purpose: Purpose, usage: Usage): void {
    this.#spent = {
      ...this.#spent,
      [purpose]: addUsage(this.#spent[purpose], usage),
      total: addUsage(this.#spent.total, usage),
    };
  }

  /** @throws BudgetExceeded if a cap is reached. */
  check(now: number): void {
    this.#startedAt ??= now;
    const { calls, inputTokens, outputTokens, usd } = this.#spent.total;
    this.#cap('calls', calls, 'model calls');
    this.#cap('tokens', inputTokens + outputTokens, 'tokens');
    this.#cap('usd', usd, 'US dollars');
    this.#cap('minutes', this.minutes(now), 'minutes');
  }

  /**
   * Enters a call, or throws BudgetExceeded. While the calls under way might use up what is left of
   * `calls`, it waits for one of them to end: neither does the cap overshoot, nor does a call that
   * turns out to be free end the run.
   */
  async enter(clock: Clock, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      this.check(clock.now());
      const left = (this.caps.calls ?? Infinity) - this.#spent.total.calls;
      if (this.#underWay === 0 || this.#underWay < left) break;
      await this.#oneEnds(signal);
    }
    this.#underWay += 1;
  }

  /** Ends a call that was entered. */
  leave(): void {
    this.#underWay -= 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #oneEnds(signal?: AbortSignal): Promise<void> {
    const link = signal && linkedController(signal);
    return new Promise((resolve) => {
      const wake = () => {
        link?.release();
        resolve();
      };
      this.#waiting.push(wake);
      link?.controller.signal.addEventListener('abort', wake, { once: true });
    });
  }

  #cap(name: keyof Caps, spent: number, unit: string): void {
    const cap = this.caps[name];
    if (cap === undefined || spent < cap) return;
    const more = Math.max(1, Math.ceil(Math.max(cap, spent) * 2));
    throw new BudgetExceeded(
      `budget.${name} is spent: ${rounded(spent)} of ${rounded(cap)} ${unit}. ` +
        `To go on with the same run: --set budget.${name}=${more} --resume`,
    );
  }
}

/**
 * A model whose calls count on the meter. Throws BudgetExceeded before a call once a cap is reached;
 * calls under way may finish. Failed attempts count if they had reached the server.
 */
export function metered(model: Model, meter: Meter, clock: Clock): Model {
  return {
    label: model.label,
    identity: model.identity,
    temperature: model.temperature,
    ...(model.isRepeatable === undefined ? {} : { isRepeatable: model.isRepeatable }),
    async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
      await meter.enter(clock, signal);
      try {
        const reply = await model.complete(request, signal);
        meter.add(request.purpose, reply.usage);
        if (request.purpose === 'agent') meter.look(reply);
        return reply;
      } catch (error) {
        // Nobody reports what a call cost that was given up; the request itself was most likely made.
        const spent = signal?.aborted ? { ...noUsage, calls: 1 } : takeSpent(error);
        if (spent) meter.add(request.purpose, spent);
        throw error;
      } finally {
        meter.leave();
      }
    },
  };
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
