import type { Decision } from '../../engine/learn/events';
import type { CandidateState, RunState } from '../../store/runState';
import type { KnownRun } from '../common/runCatalog';
import type { Rerun } from './decide/rerun';
import type { Draft } from './drafts';

/** What the author decided. */
export type AuthorsDecision = 'pending' | 'accepted' | 'rejected';

/**
 * `applies`: the author's files are as the edit found them. `merges`: they changed elsewhere, and a three-way
 * merge is clean. `stale`: it no longer applies. `there`: the library holds it already.
 * `nowhere`: the run names no library of the author, so there is nothing to accept it into.
 */
export type Fit = 'applies' | 'merges' | 'stale' | 'there' | 'nowhere';

/** An edit with what the gate said, what the author said, and whether it still fits the author's files. */
export interface ReviewEdit {
  /** Unique among all edits; see editKey. */
  readonly key: string;
  readonly run: KnownRun;
  readonly state: RunState;
  readonly candidate: CandidateState;
  readonly decision: AuthorsDecision;
  /** The author's last word, taken up by the run or not; an `undo` leaves the edit pending. */
  readonly said?: Decision;
  /** The author decided otherwise than the gate, or without it; see isAgainstGate. */
  readonly isOverride: boolean;
  /** Accepted, but not all of its hunks. */
  readonly isPart?: boolean;
  /** Is the run waiting for this one (`review: ask`)? */
  readonly isAwaited: boolean;
  /** The author's library, absolute. */
  readonly libraryDir?: string;
  /** Worked out when first asked for. */
  readonly fit: Fit;
  /** One sentence on why it is stale or nowhere; empty otherwise. */
  readonly fitReason: string;
  /** Stale only as long as an earlier edit of the run, which it builds on, is not accepted. */
  readonly isEarly?: boolean;
  /** The author's version of the proposal, not yet decided on. */
  readonly draft?: Draft;
  /** Its probes, run again in this window. */
  readonly rerun?: Rerun;
  /** Would the probes be run on something else now? Then what they came to is shown, and counts no more. */
  readonly isRerunOutdated?: boolean;
}
