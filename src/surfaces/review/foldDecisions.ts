import type { Decision } from '../../engine/learn/events';
import type { Verdict } from '../../engine/types';
import type { CandidateState } from '../../store/runState';
import { gateSaid } from './gateSaid';
import type { AuthorsDecision, ReviewEdit } from './reviewEdit';

/** The last word on each edit. */
export function lastWords(decisions: readonly Decision[]): ReadonlyMap<string, Decision> {
  return new Map(decisions.map((decision) => [decision.edit, decision]));
}

/** What the author decided on this candidate: the file of decisions knows better than what the run took up. */
export function decided(
  candidate: CandidateState,
  words: ReadonlyMap<string, Decision>,
): { readonly decision: AuthorsDecision; readonly said?: Decision; readonly isOverride: boolean } {
  const said = words.get(candidate.judged.id) ?? candidate.decision?.decision;
  const decision = meaningOf(said);
  return {
    decision,
    ...(said === undefined ? {} : { said }),
    isOverride: isOverride(decision, gateSays(gateSaid(candidate), said)),
  };
}

export function meaningOf(said: Pick<Decision, 'decision'> | undefined): AuthorsDecision {
  switch (said?.decision) {
    case 'accept':
      return 'accepted';
    case 'reject':
      return 'rejected';
    case 'undo':
    case undefined:
      return 'pending';
  }
}

/** What the gate says of the text that was decided on: of the author's own, only what it was asked. */
export function gateSays(
  verdict: Verdict,
  said: Pick<Decision, 'decision' | 'files' | 'verdict'> | undefined,
): Verdict {
  const isOwn = said?.decision === 'accept' && said.files !== undefined;
  return isOwn ? (said.verdict ?? 'inconclusive') : verdict;
}

export function isOverride(decision: AuthorsDecision, verdict: Verdict): boolean {
  if (decision === 'pending') return false;
  return (decision === 'accepted') !== (verdict === 'accepted');
}

interface Decided extends Pick<ReviewEdit, 'decision' | 'isOverride' | 'candidate'> {
  readonly said?: Pick<Decision, 'files' | 'verdict'>;
}

/**
 * Did the author decide against what the gate said? A version of their own of what it accepted, which it was not
 * asked about, is an override, as nothing was measured, and yet not against it.
 */
export function isAgainstGate({ decision, isOverride, said, candidate }: Decided): boolean {
  const isUnasked =
    decision === 'accepted' && said?.files !== undefined && said.verdict === undefined;
  return isOverride && !(isUnasked && gateSaid(candidate) === 'accepted');
}
