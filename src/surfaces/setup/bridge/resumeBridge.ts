import type { Surroundings } from '../../common/surroundings';

/** So many runs are looked at: those that changed last. */
const MOST = 20;

/** After a reload of the window: a run that is under way finds the language models of VS Code again. */
export async function resumeBridge({
  keys: { bridge },
  runs,
  log,
}: Pick<Surroundings, 'keys' | 'runs' | 'log'>): Promise<void> {
  if (!bridge.wasInUse) return;
  try {
    const { isLive } = await import('../../../store/readRun');
    const known = await runs.list();
    if (known.slice(0, MOST).some(({ dir }) => isLive(dir))) await bridge.start();
    else await bridge.forgetUse();
  } catch (error) {
    log.warn(`VS Code language models: ${String(error)}`);
  }
}
