import type { Surroundings } from '../common/surroundings';
import { Decider } from './decide/decider';
import { Reprober } from './decide/reprober';
import { registerDecisions } from './registerDecisions';
import { registerEvidence } from './registerEvidence';
import type { ReviewDesk } from './reviewDesk';

/** The review: how edits are shown, and what is decided about them. */
export function registerReview(surroundings: Surroundings): void {
  const { disposables, edits, log } = surroundings;
  const decider: Decider = disposables.add(new Decider(edits, log, () => desk.reasons));
  const reprober = disposables.add(new Reprober(surroundings, edits));
  const desk: ReviewDesk = {
    decider,
    reprober,
    drafts: edits.drafts,
    focus: { current: () => undefined, keyOf: () => undefined },
    reasons: { get: () => undefined, drop: () => undefined },
  };
  registerDecisions(surroundings, desk);
  registerEvidence(surroundings, desk);
}
