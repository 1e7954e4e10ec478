import type { CandidateState, RunState } from '../../store/runState';
import type { Decision } from '../../engine/learn/events';
import type { KnownRun } from '../common/runCatalog';

/** An edit with what the gate said, what the author said, and whether it still fits the author's files. */
export interface ReviewEdit {
  /** Unique among all edits: the run's directory and the candidate's id. */
  readonly key: string;
  readonly run: KnownRun;
  readonly state: RunState;
  readonly candidate: CandidateState;
  readonly decision: 'pending' | 'accepted' | 'rejected';
  /** The author's last word, taken up by the run or not. */
  readonly said?: Decision;
  /** The author decided otherwise than the gate. */
  readonly isOverride: boolean;
  /** Is the run waiting for this one (`review: ask`)? */
  readonly isAwaited: boolean;
  /**
   * `applies`: the author's files are as the edit found them. `merges`: they changed elsewhere, and a three-way
   * merge is clean. `stale`: it no longer applies. `there`: the library holds it already.
   * `nowhere`: the run names no library of the author, so there is nothing to accept it into.
   */
  readonly fit: 'applies' | 'merges' | 'stale' | 'there' | 'nowhere';
}
