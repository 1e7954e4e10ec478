/** Does a piece of work when asked to, but not more often than this, and never twice at once. */
export class Throttle {
  #timer: NodeJS.Timeout | undefined;
  #isWorking = false;
  #isAsked = false;
  #isDisposed = false;

  constructor(
    private readonly intervalMs: number,
    private readonly work: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The work sees whatever was so at the time of the last call. */
  ask(): void {
    if (this.#isDisposed) return;
    this.#isAsked = true;
    if (!this.#isWorking && this.#timer === undefined) void this.#run();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isAsked = false;
    this.#isWorking = true;
    try {
      await this.work();
    } catch (error) {
      this.onError(error);
    } finally {
      this.#isWorking = false;
      if (!this.#isDisposed) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          if (this.#isAsked) void this.#run();
        }, this.intervalMs);
      }
    }
  }
}
