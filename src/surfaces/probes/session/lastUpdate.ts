import { lastProbesOf } from '../choice/lastUpdate';
import type { RunCatalog } from '../../common/runCatalog';
import { runOrigin } from '../../common/runOrigin';

/** Runs looked through for the last update of a skill. */
const MAX_RUNS = 20;

/** The samples of the last update that proposed an edit of the skill, in a run for this library. */
export async function lastUpdate(
  runs: RunCatalog,
  library: string,
  skill: string,
): Promise<readonly string[] | undefined> {
  for (const run of (await runs.list()).slice(0, MAX_RUNS)) {
    const origin = await runOrigin(run).catch(() => undefined);
    if (origin?.libraryDir !== library) continue;
    // A run that cannot be read says nothing; the view of runs tells why.
    const state = await runs.state(run).catch(() => undefined);
    const samples = state && lastProbesOf(skill, [state]);
    if (samples) return samples;
  }
  return undefined;
}
