import { linkedController } from '../../util/abort';
import { Pool } from '../pool';
import type { MeasureContext } from './context';
import { EpisodeRunner } from './episode';
import { CircuitBreaker } from './faults';
import { Prober } from './probing';

/** What running samples takes, for learning and for measuring alike. */
export interface Tools {
  readonly pool: Pool;
  readonly faults: CircuitBreaker;
  readonly runner: EpisodeRunner;
  readonly prober: Prober;
}

export function createTools(context: MeasureContext): Tools {
  const pool = new Pool(context.options.concurrency);
  const faults = new CircuitBreaker(context.options.rules.maxConsecutiveFaults, (usage) =>
    context.store.record({ type: 'rollout.aborted', sample: 'endpoint check', usage }),
  );
  const runner = new EpisodeRunner(context, faults);
  return { pool, faults, runner, prober: new Prober(context, runner, pool) };
}

/**
 * Does work that fills the pool. When this settles nothing is under way any more, however the work ended: what
 * still ran had lost its purpose, and nothing may write to the store after it.
 */
export async function untilIdle<T>(
  pool: Pool,
  parent: AbortSignal,
  work: (controller: AbortController) => Promise<T>,
): Promise<T> {
  const { controller, release } = linkedController(parent);
  try {
    return await work(controller);
  } finally {
    controller.abort(new DOMException('It has ended.', 'AbortError'));
    await pool.idle();
    release();
  }
}
