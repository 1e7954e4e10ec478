import type { Verdict } from '../../engine/types';
import type { CandidateState } from '../../store/runState';

/**
 * What the gate came to on this candidate. An accepted edit that did harm outside of its probe set was taken out
 * again, and counts as refused.
 */
export function gateSaid({ judged, canaries }: CandidateState): Verdict {
  return canaries?.rolledBack === true ? 'rejected' : judged.verdict;
}
