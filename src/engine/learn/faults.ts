import { ModelFault, type Model } from '../ports';
import type { Usage } from '../types';

/** The run cannot go on because of faults that are not the agent's; it can be resumed. */
export class RunHalted extends Error {
  override readonly name = 'RunHalted';
}

/** What goes wrong for one call goes wrong for all. */
const hopeless: ReadonlySet<ModelFault['kind']> = new Set([
  'auth',
  'not-found',
  'unreachable',
  'quota',
]);
/** What may be wrong with the endpoint rather than with the one request. */
const outages: ReadonlySet<ModelFault['kind']> = new Set([
  'rate-limit',
  'server',
  'timeout',
  'network',
]);

const CHECK = 'Reply with the one word: ready';

/**
 * Tells a fault of one request from an outage of the endpoint, and ends the run for the latter before anything of it
 * is written down: what an outage kept from being measured stays open, and a resumed run measures it.
 */
export class CircuitBreaker {
  #inARow = 0;
  #checks = 0;
  readonly #underWay = new Map<Model, Promise<boolean>>();

  constructor(
    private readonly limit: number,
    /** What checks have cost goes there. */
    private readonly onSpent: (usage: Usage) => void = () => undefined,
  ) {}

  /** Something was done with answers that were not remembered ones. */
  answered(): void {
    this.#inARow = 0;
  }

  /**
   * One more fault in a row. @throws RunHalted at the limit, and at once for a fault that no later call can escape.
   */
  fault(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof ModelFault && hopeless.has(error.kind)) {
      throw new RunHalted(reason, { cause: error });
    }
    this.#inARow += 1;
    if (this.#inARow < this.limit) return;
    throw new RunHalted(`${this.#inARow} faults in a row, the last one: ${reason}`, {
      cause: error,
    });
  }

  /** May this be a fault of the endpoint? */
  mayBeOutage(error: unknown): error is ModelFault {
    return error instanceof ModelFault && outages.has(error.kind);
  }

  /**
   * Asks the model for one word, to see whether it answers at all; whoever asks meanwhile shares the answer.
   * @throws RunHalted with the fault's words when it does not; BudgetExceeded; the signal's reason.
   */
  async requireAnswer(model: Model, error: ModelFault, signal: AbortSignal): Promise<void> {
    let check = this.#underWay.get(model);
    if (check === undefined) {
      check = this.#asks(model, signal).finally(() => this.#underWay.delete(model));
      this.#underWay.set(model, check);
    }
    if (await check) return;
    throw new RunHalted(error.message, { cause: error });
  }

  async #asks(model: Model, signal: AbortSignal): Promise<boolean> {
    this.#checks += 1;
    try {
      // A repeat of its own: what was answered before says nothing about now.
      const { usage } = await model.complete(
        {
          messages: [{ role: 'user', content: CHECK }],
          purpose: 'agent',
          repeat: -this.#checks,
        },
        signal,
      );
      this.onSpent(usage);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ModelFault)) throw error;
      return !outages.has(error.kind) && !hopeless.has(error.kind);
    }
  }
}

/** @throws RunHalted when nothing of a scope could be measured: it stays open, and the first fault is the reason. */
export function refuseFaultsOnly(
  episodes: readonly (
    { readonly kind: 'evaluated' } | { readonly kind: 'errored'; readonly reason: string }
  )[],
  what: string,
): void {
  const [first] = episodes;
  if (first === undefined || episodes.some(({ kind }) => kind === 'evaluated')) return;
  const reason = first.kind === 'errored' ? first.reason : '';
  throw new RunHalted(`nothing of ${what} could be measured: ${reason}`);
}
