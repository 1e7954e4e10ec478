import { distance } from 'fastest-levenshtein';

/** The known word nearest to a mistyped one, in any case, if it is near enough to be meant. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  // A word from outside may be long, and nothing known is.
  const typed = word.slice(0, 80).toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const candidate of known) {
    const away = distance(typed, candidate.toLowerCase());
    if (away < least) {
      least = away;
      best = candidate;
    }
  }
  return best;
}

/** `Did you mean "x"?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = didYouMean(word, known);
  return near === undefined ? '' : `Did you mean "${near}"?`;
}
