import type { Clock } from '../../engine/ports';

/** Looks at something again and again, as long as it is wanted. */
export class Lookout {
  #wanted: AbortController | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'sleep'>,
    private readonly pauseMs: number,
    private readonly look: () => Promise<void>,
  ) {}

  /** The first look is taken at once. */
  keep(on: boolean): void {
    if (on === (this.#wanted !== undefined)) return;
    this.#wanted?.abort();
    this.#wanted = on ? new AbortController() : undefined;
    if (this.#wanted) void this.#keepLooking(this.#wanted.signal);
  }

  async #keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      // Rejects when it is not wanted any more.
      await this.clock.sleep(this.pauseMs, signal).catch(() => undefined);
    }
  }
}
