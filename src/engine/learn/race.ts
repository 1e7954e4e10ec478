import type { Prospect } from './gate';

/** What the candidates of one update know of each other: the best score that is already certain. */
export class Race {
  #best: number;
  readonly #watchers = new Set<() => void>();

  /** @param least A score below this cannot win to begin with. */
  constructor(least = 1) {
    this.#best = least;
  }

  /** An admissible candidate has been evaluated whole. */
  finished(adjusted: number): void {
    if (adjusted <= this.#best) return;
    this.#best = adjusted;
    for (const watcher of this.#watchers) watcher();
  }

  /**
   * Can a candidate with this prospect no longer win? One that can still draw level is kept: which of
   * equals wins is decided by their order, and a proposal still being written may come to stand before it.
   */
  isLost({ vetoed, upperBound }: Prospect): boolean {
    return vetoed || upperBound < this.#best;
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }
}
