/** How candidates are confirmed on an agent that is not repeatable. Chances and shares are in [0, 1]. */
export interface ConfirmationPolicy {
  /** An update whose edits all do nothing accepts one with this chance at most. */
  readonly falseAccept: number;
  /** An edit that breaks nothing is said to break something with this chance at most. */
  readonly falseVeto: number;
  /** A probe the edit really breaks is taken for sound with about this chance. */
  readonly missedRegression: number;
  /** Share of the failing probes an edit has to fix to be worth having. */
  readonly worthwhile: number;
  /** An edit that is worth having with no more than this chance is rejected. */
  readonly reject: number;
  /** Rollouts are spent on an edit that is worth having with at least this chance. */
  readonly promising: number;
  /** Rounds a candidate may take. */
  readonly maxRounds: number;
  /** Rollouts the confirmations of an update may take, per rollout of one pass over all of its candidates. */
  readonly maxCost: number;
  /** Rollouts the confirmation of one candidate may take, per probe. */
  readonly maxCostPerProbe: number;
  /** Rollouts neither limit goes below: a small probe set needs relatively many. */
  readonly minBudget: number;
}

export const defaultPolicy: ConfirmationPolicy = {
  falseAccept: 0.02,
  falseVeto: 0.05,
  missedRegression: 0.01,
  worthwhile: 0.15,
  reject: 0.05,
  promising: 0.2,
  maxRounds: 24,
  maxCost: 4,
  maxCostPerProbe: 10,
  minBudget: 200,
};
