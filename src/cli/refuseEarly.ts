import { isLive } from '../store/readRun';
import { openRun } from '../store/runDirectory';
import type { OpenRunOptions } from '../store/runDirectory';
import { entriesOf, isRun, runFile } from '../store/runLayout';

/**
 * Looks whether a run directory can be opened before anything else is said about the run; where it can,
 * nothing is created by looking. @throws UserError as {@link openRun} would later
 */
export async function refuseEarly(dir: string, mode: OpenRunOptions['mode']): Promise<void> {
  // The refusal is left to who opens it, so that there is one text for it.
  if (!canOpen(dir, mode)) (await openRun({ dir, mode })).close();
}

function canOpen(dir: string, mode: OpenRunOptions['mode']): boolean {
  const entries = entriesOf(dir);
  switch (mode) {
    case 'create':
      return entries.length === 0;
    case 'resume':
      return entries.includes(runFile.journal) && !isLive(dir);
    case 'force':
      return entries.length === 0 || isRun(dir);
  }
}
