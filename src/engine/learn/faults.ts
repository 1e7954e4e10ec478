import { ModelFault } from '../ports';

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

/** Counts faults in a row, over everything a run does, and ends the run when there are too many. */
export class FaultMonitor {
  #inARow = 0;

  constructor(private readonly limit: number) {}

  answered(): void {
    this.#inARow = 0;
  }

  /** @throws RunHalted at the limit, and at once for a fault that no later call can escape. */
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
}
