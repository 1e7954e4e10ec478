import type { RunState } from '../../../store/runState';
import { describeError } from '../../../util/errors';
import type { KnownRun } from '../../common/runRoots';

const AT_ONCE = 4;

/** What is known of a run that is shown. */
export type Reading =
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly state: RunState }
  | { readonly kind: 'problem'; readonly message: string };

export interface RunSource {
  state(run: KnownRun): Promise<RunState>;
  lastState(run: KnownRun): RunState | undefined;
}

/** Reads the runs that are shown, few at a time and in the order they are asked for. */
export class RunReader {
  readonly #waiting = new Map<string, KnownRun>();
  readonly #problems = new Map<string, string>();
  /** When the files that were read last had changed. */
  readonly #readAt = new Map<string, number>();
  #busy = 0;

  constructor(
    private readonly runs: RunSource,
    /** There is something to show of this run. */
    private readonly onRead: (run: KnownRun) => void,
  ) {}

  /** What is known now; what is not, or may be old, is read, and told of later. */
  look(run: KnownRun): Reading {
    if ((this.#readAt.get(run.dir) ?? -1) < run.changed) this.read(run);
    const problem = this.#problems.get(run.dir);
    if (problem !== undefined) return { kind: 'problem', message: problem };
    const state = this.runs.lastState(run);
    return state === undefined ? { kind: 'unread' } : { kind: 'read', state };
  }

  read(run: KnownRun): void {
    this.#readAt.set(run.dir, run.changed);
    this.#waiting.set(run.dir, run);
    if (this.#busy < AT_ONCE) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy += 1;
    for (;;) {
      const [next] = this.#waiting.values();
      if (next === undefined) break;
      this.#waiting.delete(next.dir);
      try {
        await this.runs.state(next);
        this.#problems.delete(next.dir);
      } catch (error) {
        this.#problems.set(next.dir, describeError(error));
      }
      this.onRead(next);
    }
    this.#busy -= 1;
  }
}
