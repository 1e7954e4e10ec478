import type { Score, Verdict } from '../../../engine/types';
import type { MeasuredProbe } from '../../probes/lab/measurement';

/** The probes of an edit, run again: another look at it, beside the one the run took. */
export interface Rerun {
  /** Which text was measured: see proposalMark. */
  readonly of: string;
  /** What the gate's rule says of these probes. */
  readonly verdict: Verdict;
  /** One plain sentence. */
  readonly reason: string;
  readonly score: Score;
  readonly probes: readonly MeasuredProbe[];
  readonly fixed: number;
  readonly regressed: number;
  /** Probes that passed with the edit, of those evaluated. */
  readonly passed: number;
  readonly evaluated: number;
  readonly errored: number;
  /** Was the author's own version measured, rather than the proposal? */
  readonly isOwn: boolean;
  /** ISO 8601. */
  readonly at: string;
}
