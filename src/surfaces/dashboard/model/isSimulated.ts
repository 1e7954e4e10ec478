import type { RunState } from '../../../store/runState';

/** Did the simulated backend play the agent or the writer? The label of its model begins with its name. */
export function isSimulated({ agent, writer }: Pick<RunState, 'agent' | 'writer'>): boolean {
  return [agent, writer].some((label) => /^simulated\b/.test(label));
}
