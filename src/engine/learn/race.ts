import type { Prospect } from './gate';

/** What the candidates of one update know of each other: the best score that is already certain. */
export class Race {
  #best: number;
  readonly #leaders = new Set<string>();
  /** In which order candidates were proposed; a candidate proposed twice has the earlier place. */
  readonly #places = new Map<string, number>();
  #placesAreFinal = false;
  readonly #watchers = new Set<() => void>();

  /** @param least A score below this cannot win to begin with. */
  constructor(least = 1) {
    this.#best = least;
  }

  enter(candidate: string, place: number): void {
    this.#places.set(candidate, Math.min(place, this.#placeOf(candidate)));
  }

  /** No proposal is outstanding any more, so no candidate can still turn out to stand before another. */
  fixPlaces(): void {
    this.#placesAreFinal = true;
    this.#notify();
  }

  /** An admissible candidate has been evaluated whole. */
  finished(candidate: string, adjusted: number): void {
    if (adjusted < this.#best) return;
    if (adjusted > this.#best) this.#leaders.clear();
    this.#best = adjusted;
    this.#leaders.add(candidate);
    this.#notify();
  }

  /** Can a candidate with this prospect no longer win? Of equals, the first wins. */
  isLost(candidate: string, { vetoed, upperBound }: Prospect): boolean {
    if (vetoed || upperBound < this.#best) return true;
    if (upperBound > this.#best || !this.#placesAreFinal) return false;
    const own = this.#placeOf(candidate);
    return [...this.#leaders].some((leader) => this.#placeOf(leader) < own);
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  #placeOf(candidate: string): number {
    return this.#places.get(candidate) ?? Number.POSITIVE_INFINITY;
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
