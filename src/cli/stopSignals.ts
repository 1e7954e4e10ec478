import { exitCode } from './exitCode';

/** The reason a command ends early because the person said so. */
export class StoppedByUser extends Error {
  override readonly name = 'StoppedByUser';
  constructor() {
    super('stopped by the user');
  }
}

export interface StopSignals {
  readonly signal: AbortSignal;
  /** The same orderly stop without a signal; asking again changes nothing. */
  request(): void;
  dispose(): void;
}

/** Ctrl-C, a polite kill, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long an orderly stop may take before the process ends anyway. */
const PATIENCE_MS = 1800;

/**
 * The first signal to stop aborts, the second ends the process at once. An orderly stop that
 * takes too long is cut short: the journal holds whatever was finished.
 */
export function stopSignals(onStop: () => void): StopSignals {
  const controller = new AbortController();
  const end = () => process.exit(exitCode.stopped);
  const request = () => {
    if (controller.signal.aborted) return;
    onStop();
    controller.abort(new StoppedByUser());
    setTimeout(end, PATIENCE_MS).unref();
  };
  // A terminal that goes away says so by a failed write and by a signal: that is one wish, not two.
  let signals = 0;
  const stop = () => {
    if (signals > 0) end();
    signals += 1;
    request();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return {
    signal: controller.signal,
    request,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}
