import type { RunEvent } from '../../engine/learn/events';

/** What came of an update's proposals that led to nothing. */
export interface ProposalTally {
  /** Which of them the writer failed at. */
  readonly failed: readonly number[];
  readonly empty: number;
  /** With edits, some of which were refused. */
  readonly refused: number;
}

export const noProposals: ProposalTally = { failed: [], empty: 0, refused: 0 };

/** The tally after one more event; every update starts its own. */
export function tallyProposal(tally: ProposalTally, event: RunEvent): ProposalTally {
  switch (event.type) {
    case 'update.started':
      return noProposals;
    case 'writer.failed':
      return event.call === 'propose' && event.k !== undefined
        ? { ...tally, failed: [...tally.failed, event.k] }
        : tally;
    case 'proposal.made':
      // What the writer failed at is recorded as a proposal without edits, too.
      if (tally.failed.includes(event.k)) return tally;
      if (event.refused.length > 0) return { ...tally, refused: tally.refused + 1 };
      return Array.isArray(event.raw) && event.raw.length === 0
        ? { ...tally, empty: tally.empty + 1 }
        : tally;
    default:
      return tally;
  }
}

/** Why an update without candidates has none; `undefined` when the proposals do not tell. */
export function whyUnusable({ empty, refused, failed }: ProposalTally): string | undefined {
  const counts: readonly (readonly [number, string])[] = [
    [empty, 'empty'],
    [refused, 'refused'],
    [failed.length, 'unreadable'],
  ];
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return parts.length === 0 ? undefined : `no usable proposal (${parts.join(', ')})`;
}
