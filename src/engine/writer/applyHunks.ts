import { occurrences } from '../../util/occurrences';
import { clippedLine } from './oneLine';
import { stretchesOf, type ShownText } from './shownTexts';

/** A search and what stands in its place. */
export interface Hunk {
  readonly search: string;
  readonly replace: string;
}

export type Patched =
  | { readonly ok: true; readonly text: string }
  /** One plain sentence. */
  | { readonly ok: false; readonly reason: string };

interface Place {
  readonly from: number;
  readonly to: number;
  readonly replace: string;
}

/**
 * The text with every hunk carried out. Each search has to occur exactly once in what was shown, as it stood
 * there before any hunk, and no two may overlap.
 */
export function applyHunks(shown: ShownText, hunks: readonly Hunk[]): Patched {
  const stretches = stretchesOf(shown);
  const places: Place[] = [];
  for (const { search, replace } of hunks) {
    if (search.trim() === '') return refused('A hunk has nothing to search for.');
    const found = stretches.flatMap(({ at, text }) => {
      // Two places are enough to know that it is no single one.
      return occurrences(text, search, 2).map((offset) => at + offset);
    });
    const [from] = found;
    if (from === undefined) return refused(`${named(search)} is not in the text that was shown.`);
    if (found.length > 1) {
      return refused(`${named(search)} is more than once in the text that was shown.`);
    }
    places.push({ from, to: from + search.length, replace });
  }
  places.sort((a, b) => a.from - b.from);
  const overlap = places.some(({ to }, i) => to > (places[i + 1]?.from ?? Infinity));
  if (overlap) return refused('Two of its hunks overlap.');
  let text = '';
  let at = 0;
  for (const { from, to, replace } of places) {
    text += shown.text.slice(at, from) + replace;
    at = to;
  }
  return { ok: true, text: text + shown.text.slice(at) };
}

function named(search: string): string {
  return `The search ${JSON.stringify(clippedLine(search, 80))}`;
}

function refused(reason: string): Patched {
  return { ok: false, reason };
}
