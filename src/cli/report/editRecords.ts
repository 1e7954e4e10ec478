import type { CanariesMeasured, CandidateJudged, DecisionTaken } from '../../engine/learn/events';
import type { RunState } from '../../store/runState';

/** A judged edit and what became of it. */
export interface EditRecord {
  readonly judged: CandidateJudged;
  /** Taken into the run's library, by the gate or by the author. */
  readonly applied: boolean;
  /** Still in it after the best checkpoint was restored. */
  readonly kept: boolean;
  /** What it did to samples outside of its probe set. */
  readonly canaries: CanariesMeasured | null;
  /** What the author decided instead of the gate. */
  readonly override: EditOverride | null;
}

export interface EditOverride {
  readonly decision: string;
  readonly reason: string;
  /** What was measured, in one line. */
  readonly evidence?: string;
}

/** Every judged edit of a run, in the order of the verdicts. */
export function editRecords({ epochs }: RunState): EditRecord[] {
  return epochs
    .flatMap(({ updates }) => updates)
    .flatMap(({ winner, candidates }) =>
      candidates.map(({ judged, isApplied, decision, canaries }) => ({
        judged,
        applied: isApplied || (winner === judged.id && decision?.effect !== 'reverted'),
        kept: isApplied,
        canaries: canaries ?? null,
        override: decision ? overrideBy(decision, judged) : null,
      })),
    );
}

function overrideBy(taken: DecisionTaken, { verdict }: CandidateJudged): EditOverride | null {
  const { decision, reason = '', evidence } = taken.decision;
  // The author's own version is an override even where the proposal was accepted, unless it was probed.
  const agrees =
    taken.override === undefined &&
    (decision === 'accept' ? verdict === 'accepted' : verdict !== 'accepted');
  if (decision === 'undo' || taken.effect === 'stale' || agrees) return null;
  return { decision, reason, ...(evidence === undefined ? {} : { evidence }) };
}
