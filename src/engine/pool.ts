import PQueue from 'p-queue';
import { linkedController } from '../util/abort';

/** What goes first when the pool is full; higher first, equal ones in the order they came. */
export const priority = {
  val: 0,
  probe: 1,
  baseline: 2,
  dev: 3,
  writer: 4,
} as const;

/** The one bounded pool of a run: rollouts and writer calls share its places. */
export class Pool {
  readonly #queue: PQueue;

  constructor(concurrency: number) {
    this.#queue = new PQueue({ concurrency });
  }

  /**
   * Runs the work when a place is free, with a signal of its own that follows the given one. Rejects with
   * the signal's reason when aborted before that.
   */
  async run<T>(
    work: (signal: AbortSignal) => Promise<T>,
    options: { readonly priority: number; readonly signal: AbortSignal },
  ): Promise<T> {
    const { controller, release } = linkedController(options.signal);
    const { signal } = controller;
    try {
      return await this.#queue.add(() => work(signal), { priority: options.priority, signal });
    } finally {
      release();
    }
  }

  /** Resolves once nothing is queued or under way. */
  async idle(): Promise<void> {
    await this.#queue.onIdle();
  }
}
