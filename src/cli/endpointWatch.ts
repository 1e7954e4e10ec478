import type { Waiting } from '../backends/retry';
import type { RunEvent } from '../engine/learn/events';
import type { Clock, Model } from '../engine/ports';

/** Nobody is left without a word for longer than this. */
const SILENCE_MS = 8_000;
/** And nobody hears of the same trouble more often than this. */
const PAUSE_MS = 4_000;

type Say = (event: Extract<RunEvent, { type: 'endpoint.waiting' | 'endpoint.answering' }>) => void;

/**
 * Watches the calls of a run, and says so when an endpoint cannot be had: at the first wait, from then on every few
 * seconds, and when it answers again. A call that is simply not answered counts as well, after some seconds.
 */
export class EndpointWatch {
  #say: Say | undefined;
  #trouble: (Waiting & { readonly model: string }) | undefined;
  #nextAt = 0;
  #saidAt = -Infinity;
  #answeredAt = 0;
  readonly #open = new Set<{ readonly model: string; readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly clock: Clock) {}

  /** From now on what is to be said goes there. */
  start(say: Say): void {
    this.#say = say;
    this.#answeredAt = this.clock.now();
    this.#timer = setInterval(() => this.#look(), 1_000).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#say = undefined;
  }

  /** A call of this model waits before it is tried again. */
  waits(model: string, waiting: Waiting): void {
    const isFirst = this.#trouble === undefined;
    this.#trouble = { ...waiting, model };
    this.#nextAt = this.clock.now() + waiting.nextInMs;
    if (isFirst || this.clock.now() - this.#saidAt >= PAUSE_MS) this.#tell();
  }

  watched(model: Model): Model {
    return {
      label: model.label,
      identity: model.identity,
      temperature: model.temperature,
      ...(model.isRepeatable === undefined ? {} : { isRepeatable: model.isRepeatable }),
      complete: async (request, signal) => {
        const call = { model: model.label, since: this.clock.now() };
        this.#open.add(call);
        try {
          const reply = await model.complete(request, signal);
          this.#answered(model.label);
          return reply;
        } finally {
          this.#open.delete(call);
        }
      },
    };
  }

  #answered(model: string): void {
    this.#answeredAt = this.clock.now();
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#say?.({ type: 'endpoint.answering', model });
  }

  #look(): void {
    const now = this.clock.now();
    if (now - this.#saidAt < SILENCE_MS) return;
    if (this.#trouble !== undefined) return this.#tell();
    const [oldest] = this.#open;
    const since = Math.max(oldest?.since ?? now, this.#answeredAt);
    if (oldest === undefined || now - since < SILENCE_MS) return;
    const seconds = Math.round((now - since) / 1000);
    const reason = `${oldest.model}: no answer for ${seconds} s`;
    this.#trouble = { model: oldest.model, reason, attempt: 0, nextInMs: 0 };
    this.#tell();
  }

  #tell(): void {
    if (this.#trouble === undefined) return;
    const now = this.clock.now();
    this.#saidAt = now;
    const { model, attempt } = this.#trouble;
    const silent = Math.round((now - this.#answeredAt) / 1000);
    const reason = attempt > 0 ? this.#trouble.reason : `${model}: no answer for ${silent} s`;
    const nextInMs = Math.max(0, Math.round(this.#nextAt - now));
    try {
      this.#say?.({ type: 'endpoint.waiting', model, reason, attempt, nextInMs });
    } catch {
      // It may be said by a timer. What cannot be written ends the run at its next event.
    }
  }
}
