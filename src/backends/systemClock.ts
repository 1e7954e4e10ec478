import type { Clock } from '../engine/ports';
import { linkedController } from '../util/abort';

/** The machine's clock, as the engine's port. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const link = signal && linkedController(signal);
      const timer = setTimeout(() => {
        link?.release();
        resolve();
      }, ms);
      link?.controller.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal?.reason);
      });
    }),
};
