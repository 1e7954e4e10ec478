import { createModel } from '../backends/createModel';
import type { Preset } from '../backends/presets';
import type { Waiting } from '../backends/retry';
import type { Clock } from '../engine/ports';
import { ModelFault } from '../engine/ports';

/** So long nothing may be answered while attempts fail, in milliseconds. */
const PATIENCE_MS = 75_000;
/** Who counts requests asks for patience, and gets more of it. */
const RATE_LIMIT_PATIENCE_MS = 600_000;
const CHECK_MS = 15_000;

/** Has an endpoint been silent for so long, while attempts failed, that it may be gone for good? */
export function mayBeDead({ kind }: Waiting, silentMs: number): boolean {
  return silentMs >= (kind === 'rate-limit' ? RATE_LIMIT_PATIENCE_MS : PATIENCE_MS);
}

/** Asks for one word, once. `false`: nobody answers, or nothing but failures. */
export async function isAlive(preset: Preset, clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    const model = createModel(preset, { retry: { attempts: 1 }, clock });
    await model.complete(
      {
        messages: [{ role: 'user', content: 'Reply with the one word: ready' }],
        purpose: 'agent',
      },
      AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]),
    );
    return true;
  } catch (error) {
    signal.throwIfAborted();
    // A request that is refused is answered.
    return error instanceof ModelFault && error.kind === 'request';
  }
}
