import type { Model, ModelReply, ModelRequest, ReplyCache } from '../engine/ports';
import { linkedController } from '../util/abort';
import { replyKey } from './requestKey';
import { reusedUsage } from './usage';

/** `auto`: reuse where a reply is a matter of the request alone, at temperature 0. */
export type ReuseMode = 'auto' | 'always' | 'never';

/**
 * A model that asks equal requests once: what the cache holds is not asked again, and equal requests
 * under way share one call. A call ends early only when everyone who waits for it has gone. Failures
 * reach everyone who waits and are forgotten. Wrap it around {@link metered}, so that a reused reply
 * is to be had when the budget is spent.
 */
export function reusing(model: Model, cache: ReplyCache, mode: ReuseMode): Model {
  if (mode === 'never' || (mode === 'auto' && model.temperature !== 0)) return model;
  const flights = new Map<string, Flight>();
  return {
    label: model.label,
    identity: model.identity,
    temperature: model.temperature,
    ...(model.isRepeatable === undefined ? {} : { isRepeatable: model.isRepeatable }),
    async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
      signal?.throwIfAborted();
      const key = replyKey(model, request);
      const known = cache.get(key);
      if (known && !isEmptyReply(known)) return { ...known, usage: reusedUsage };
      let flight = flights.get(key);
      if (!flight) {
        const started = new Flight((own) => model.complete(request, own));
        flights.set(key, started);
        started.settled(
          (reply) => {
            // An empty reply may be a moment's failure; it shall not be the answer of a whole run.
            if (!isEmptyReply(reply)) cache.set(key, reply);
          },
          () => {
            if (flights.get(key) === started) flights.delete(key);
          },
        );
        flight = started;
      }
      return flight.join(signal);
    },
  };
}

/** Did the model say nothing, and call nothing? */
export function isEmptyReply({ content, toolCalls }: ModelReply): boolean {
  return content.trim() === '' && (toolCalls ?? []).length === 0;
}

/** A call under way and how many wait for it. */
class Flight {
  readonly #controller = new AbortController();
  readonly #reply: Promise<ModelReply>;
  #waiting = 0;
  #paid = false;
  #onEnd: (() => void) | undefined;

  constructor(call: (signal: AbortSignal) => Promise<ModelReply>) {
    this.#reply = call(this.#controller.signal);
  }

  /** `keep` on success; `end` once, as soon as nobody should join any more. */
  settled(keep: (reply: ModelReply) => void, end: () => void): void {
    this.#onEnd = end;
    this.#reply.then(keep).then(end, end);
  }

  /** The reply; its price goes to the first who gets it, the others reuse it. */
  async join(signal?: AbortSignal): Promise<ModelReply> {
    this.#waiting += 1;
    const link = signal && linkedController(signal);
    try {
      const reply = await (link ? this.#replyOr(link.controller.signal) : this.#reply);
      if (this.#paid) return { ...reply, usage: reusedUsage };
      this.#paid = true;
      return reply;
    } finally {
      link?.release();
      this.#waiting -= 1;
      if (this.#waiting === 0 && signal?.aborted) {
        this.#onEnd?.();
        this.#controller.abort(signal.reason);
      }
    }
  }

  #replyOr(left: AbortSignal): Promise<ModelReply> {
    return new Promise((resolve, reject) => {
      left.addEventListener('abort', () => {
        reject(left.reason);
      });
      this.#reply.then(resolve, reject);
    });
  }
}
