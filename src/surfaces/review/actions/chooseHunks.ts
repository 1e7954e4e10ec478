import type { EditView } from '../inline/editViews';
import { assemble, type SkillChange } from '../inline/hunks';
import { choicesOf, type HunkState } from '../inline/shownSide';

/** What a click on a hunk comes to. */
export type HunkChoice =
  /** These texts are to be in the library; `null`: no such file. */
  | { readonly kind: 'write'; readonly texts: Readonly<Record<string, string | null>> }
  /** The proposal without the hunks that were left out. */
  | { readonly kind: 'draft'; readonly texts: Readonly<Record<string, string | null>> }
  /** The whole proposal again. */
  | { readonly kind: 'offer' }
  /** Nothing is left of it. */
  | { readonly kind: 'reject' }
  | { readonly kind: 'undo' }
  /** The author's text is no choice of hunks any more. */
  | { readonly kind: 'refuse' };

/**
 * Takes or leaves one hunk. A pending edit: taking one that is open puts it, and only it, into the library; one
 * that was left out comes back into the proposal; one that is not wanted is left out of it. An accepted edit:
 * what is in the library grows or shrinks by the hunk.
 */
export function chooseHunk(view: EditView, id: string, isTaken: boolean): HunkChoice {
  const { edit, sides } = view;
  const state = sides.map(({ states }) => states.get(id)).find((it) => it !== undefined);
  if (state === undefined) return { kind: 'refuse' };
  if (edit.decision === 'accepted') {
    if (sides.some(({ isByHand }) => isByHand)) return { kind: 'refuse' };
    const texts = assembleAll(view, (hunk, was) => (hunk === id ? isTaken : was === 'in'));
    return texts === undefined ? { kind: 'undo' } : { kind: 'write', texts };
  }
  if (isTaken && state === 'open') {
    const texts = assembleAll(view, (hunk) => hunk === id);
    return texts === undefined ? { kind: 'refuse' } : { kind: 'write', texts };
  }
  const stays = (hunk: string, was: HunkState): boolean => (hunk === id ? isTaken : was === 'open');
  const texts = assembleAll(view, stays);
  if (texts === undefined) return { kind: 'reject' };
  const isWhole = sides.every(({ states, isByHand }) =>
    [...states].every(([hunk, was]) => !isByHand && stays(hunk, was)),
  );
  return isWhole ? { kind: 'offer' } : { kind: 'draft', texts };
}

/** `undefined` when no hunk is taken. */
function assembleAll(
  { sides }: EditView,
  isTaken: (id: string, was: HunkState) => boolean,
): Readonly<Record<string, string | null>> | undefined {
  let count = 0;
  const texts: [string, string | null][] = sides.map(({ side, change, states }) => {
    const taken = takenOf(change, (id) => isTaken(id, states.get(id) ?? 'out'));
    count += taken.size;
    return [side.name, assemble(change, ({ id }) => taken.has(id))];
  });
  return count === 0 ? undefined : Object.fromEntries(texts);
}

function takenOf({ hunks }: SkillChange, isTaken: (id: string) => boolean): ReadonlySet<string> {
  return new Set(
    choicesOf(hunks)
      .map(({ id }) => id)
      .filter(isTaken),
  );
}
