import type { RunContext } from '../learn/context';
import type { RunOutcome } from '../learn/cycle';

/** A way for an agent to improve itself from its own rollouts. */
export interface Method {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  run(context: RunContext): Promise<RunOutcome>;
}
