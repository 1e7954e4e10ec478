import type { Score, Verdict } from '../../../engine/types';
import type { MeasuredProbe } from '../../probes/lab/measurement';
import type { Stamps } from '../../probes/session/stampedProject';

/** What was measured: as long as it is what would be measured now, the outcome holds. */
export interface RerunFacts {
  /** Tells the texts that the edit makes of its skills; see markOf. */
  readonly of: string;
  /** Tells the author's library without the edit. */
  readonly against: string;
  /** The configuration, the task and all else that was read, as it was. */
  readonly sources: Stamps;
  /** Was the author's own version measured, rather than the proposal? */
  readonly isOwn: boolean;
  /** ISO 8601. */
  readonly at: string;
}

/** The probes of an edit, run again: another look at it, beside the one the run took. */
export interface Rerun extends RerunFacts {
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
  /** Are files of its sources others by now? */
  readonly isLapsed?: boolean;
}
