import { closest as nearest, distance } from 'fastest-levenshtein';

/** ` Did you mean "x"?` if one of the names is close enough to be meant, else nothing. */
export function didYouMean(word: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const best = nearest(word, [...names]);
  return distance(word, best) <= Math.max(2, Math.floor(word.length / 3))
    ? ` Did you mean "${best}"?`
    : '';
}
