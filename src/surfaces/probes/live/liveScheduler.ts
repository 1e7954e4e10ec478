import type { Clock } from '../../../engine/ports';
import { linkedController } from '../../../util/abort';

/** How a round of probes ended: with everything measured, or at the limit of calls. */
export type RoundEnd = 'done' | 'limit';

export interface LiveHooks<Asked> {
  readonly clock: Clock;
  /** Pause in typing after which a round begins. */
  pauseMs(): number;
  /** Measures the newest text. `asked` is what a person asked for; absent when typing started the round. */
  round(signal: AbortSignal, asked: Asked | undefined): Promise<RoundEnd>;
  /** A round that nobody waits for has failed. */
  failed(error: unknown): void;
  changed(): void;
}

/** Thrown into a round whose text is out of date. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** Thrown into a round that a person stopped. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export type Phase = 'idle' | 'pause' | 'running';

interface Turn {
  readonly controller: AbortController;
  phase: 'pause' | 'running';
  /** Did anything come back yet? */
  isAnswered: boolean;
  /** There is a newer text, which waits for this round's first answer. */
  isOutdated: boolean;
  /** Did typing start it, rather than a person who asked for it? */
  readonly isByTyping: boolean;
  readonly settled: Promise<unknown>;
}

/**
 * When the probes of one text run: once when somebody asks; with live on, after every pause in typing. One
 * round at a time; a newer text ends the round of an older one at once. At the limit of calls it goes quiet
 * until more is allowed.
 */
export class LiveScheduler<Asked = undefined> {
  #isLive = false;
  #isSpent = false;
  #turn: Turn | undefined;

  constructor(private readonly hooks: LiveHooks<Asked>) {}

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Has live stopped at the limit of calls? */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  get phase(): Phase {
    return this.#turn?.phase ?? 'idle';
  }

  /** On measures at once: whoever types next wants to see what that changed. */
  switchLive(on: boolean): void {
    if (on === this.#isLive) return;
    this.#isLive = on;
    if (on) this.#startAlone(0);
    else this.stop();
    this.hooks.changed();
  }

  /** The text is another one now. Without live, a round under way goes on: somebody asked for it. */
  edited(): void {
    if (!this.#isLive) return;
    const turn = this.#turn;
    // A slow endpoint would be asked anew for every key, and never be heard: its first answer is waited for.
    if (turn?.phase === 'running' && turn.isByTyping && !turn.isAnswered) {
      turn.isOutdated = true;
      return;
    }
    turn?.controller.abort(new Outdated('There is a newer text.'));
    if (!this.#isSpent) this.#startAlone(this.hooks.pauseMs());
  }

  /** The round under way has its first answer: a newer text may have its turn. */
  answered(): void {
    const turn = this.#turn;
    if (turn === undefined || turn.isAnswered) return;
    turn.isAnswered = true;
    if (!turn.isOutdated || !this.#isLive) return;
    turn.controller.abort(new Outdated('There is a newer text.'));
    if (!this.#isSpent) this.#startAlone(this.hooks.pauseMs());
  }

  /**
   * A round at once. Rejects with what kept it from ending: {@link Outdated}, {@link Stopped}, or its failure.
   * The signal, if any, stops this round and no other.
   */
  async runNow(asked: Asked, signal?: AbortSignal): Promise<void> {
    await this.#start(0, asked, signal);
  }

  /** Ends what is under way. With live on, the next change starts again. */
  stop(): void {
    this.#turn?.controller.abort(new Stopped('Stopped.'));
  }

  /** More calls are allowed. */
  allowMore(): void {
    if (!this.#isSpent) return;
    this.#isSpent = false;
    if (this.#isLive) this.#startAlone(0);
    this.hooks.changed();
  }

  dispose(): void {
    this.#isLive = false;
    this.stop();
  }

  #startAlone(afterMs: number): void {
    this.#start(afterMs, undefined).catch((error: unknown) => {
      if (!(error instanceof Outdated || error instanceof Stopped)) this.hooks.failed(error);
    });
  }

  async #start(afterMs: number, asked: Asked | undefined, outer?: AbortSignal): Promise<void> {
    const earlier = this.#turn;
    earlier?.controller.abort(new Outdated('There is a newer round.'));
    const link = outer && linkedController(outer);
    const controller = link?.controller ?? new AbortController();
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const turn: Turn = {
      controller,
      phase: afterMs > 0 ? 'pause' : 'running',
      isAnswered: false,
      isOutdated: false,
      isByTyping: asked === undefined && outer === undefined,
      settled,
    };
    this.#turn = turn;
    this.hooks.changed();
    try {
      const { signal } = controller;
      if (afterMs > 0) await this.hooks.clock.sleep(afterMs, signal);
      await earlier?.settled;
      signal.throwIfAborted();
      if (turn.phase === 'pause') {
        turn.phase = 'running';
        this.hooks.changed();
      }
      this.#isSpent = (await this.hooks.round(signal, asked)) === 'limit';
    } finally {
      link?.release();
      settle();
      if (this.#turn === turn) {
        this.#turn = undefined;
        this.hooks.changed();
        // It ended without an answer that could have let the newer text in.
        const isLeft = turn.isOutdated && !controller.signal.aborted;
        if (isLeft && this.#isLive && !this.#isSpent) this.#startAlone(this.hooks.pauseMs());
      }
    }
  }
}
