import type { EditSide } from '../editSides';
import type { AuthorsDecision } from '../reviewEdit';
import { changeOf, type Hunk, type SkillChange } from './hunks';

/** `open`: to be decided. `in`: part of the author's skill. `out`: left out by the author. */
export type HunkState = 'open' | 'in' | 'out';

/** How a skill that an edit touches is shown, and what became of each hunk. */
export interface ShownSide {
  readonly side: EditSide;
  readonly change: SkillChange;
  /** By id of the hunk; bookkeeping is not among them. */
  readonly states: ReadonlyMap<string, HunkState>;
  /** The author's text is more than a choice of hunks: it was written by hand. */
  readonly isByHand: boolean;
}

/**
 * Tells from the texts alone what the author made of the edit, so that it is as true after a reload, an undo or
 * a change by hand as after a click.
 */
export function shownSide(side: EditSide, decision: AuthorsDecision): ShownSide {
  const offered = changeOf({ ...side, proposed: side.offered });
  const theirs = changeOf(side);
  const offeredIds = idsOf(offered);
  const present = side.proposed === side.base ? new Set<string>() : new Set(idsOf(theirs));
  const isChoice = [...present].every((id) => offeredIds.includes(id));
  const hasAll = offeredIds.every((id) => present.has(id));
  const isAccepted = decision === 'accepted';
  if (isChoice || (isAccepted && hasAll)) {
    const is = isAccepted ? 'in' : 'open';
    const states = offeredIds.map((id) => [id, present.has(id) ? is : 'out'] as const);
    return { side, change: offered, states: new Map(states), isByHand: !isChoice };
  }
  const state = isAccepted ? 'in' : 'open';
  return {
    side,
    change: theirs,
    states: new Map(idsOf(theirs).map((id) => [id, state])),
    isByHand: true,
  };
}

function idsOf({ hunks }: SkillChange): readonly string[] {
  return choicesOf(hunks).map(({ id }) => id);
}

export function choicesOf(hunks: readonly Hunk[]): readonly Hunk[] {
  return hunks.filter(({ isBookkeeping }) => !isBookkeeping);
}
