/** The model calls that the probes of a window may make: counted over all skills, until more is allowed. */
export class SpendLimit {
  #used = 0;

  constructor(private readonly limit: () => number) {}

  /** Calls made since more was allowed last. */
  get used(): number {
    return this.#used;
  }

  get most(): number {
    return this.limit();
  }

  get left(): number {
    return Math.max(0, this.limit() - this.#used);
  }

  charge(calls: number): void {
    this.#used += calls;
  }

  /** As many again. */
  reset(): void {
    this.#used = 0;
  }
}
