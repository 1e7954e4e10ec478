import type { Surroundings } from '../common/surroundings';
import { StatusItem } from './statusItem';

/** How runs go, in the status bar. */
export function registerStatus({ disposables, runs, edits, log }: Surroundings): void {
  disposables.add(new StatusItem(runs, edits, log));
}
