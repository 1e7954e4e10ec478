/**
 * Where a text occurs in another: the first places, overlapping ones too, up to `limit`. Takes linear time on any
 * input (Knuth, Morris and Pratt), which `indexOf` does not promise for a long search.
 */
export function occurrences(text: string, search: string, limit: number): readonly number[] {
  if (search === '') return [];
  const borders = bordersOf(search);
  const found: number[] = [];
  let matched = 0;
  for (let at = 0; at < text.length && found.length < limit; at += 1) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && search.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (search.charCodeAt(matched) === unit) matched += 1;
    if (matched < search.length) continue;
    found.push(at - search.length + 1);
    matched = borders[matched - 1] ?? 0;
  }
  return found;
}

/** For every beginning of a text the length of its longest proper beginning that is its end, too. */
function bordersOf(text: string): Uint32Array {
  const borders = new Uint32Array(text.length);
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (length > 0 && text.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(length) === unit) length += 1;
    borders[at] = length;
  }
  return borders;
}
