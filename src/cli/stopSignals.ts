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
  const stop = () => {
    if (controller.signal.aborted) end();
    onStop();
    controller.abort(new StoppedByUser());
    setTimeout(end, PATIENCE_MS).unref();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}
