import { wordsOf } from '../skill/tokens';
import { roughTokens } from '../roughTokens';
import type { LineRange } from './types';

interface Section {
  /** First line and the line behind the last, from 0. */
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** Less than this of a section helps nobody. */
const LEAST_LINES = 3;

/**
 * The lines of a text that are worth showing when there is no room for all of it: its beginning, then the
 * sections that share most words with what it is about. Empty when not even the beginning fits.
 */
export function partOfText(
  lines: readonly string[],
  about: ReadonlySet<string>,
  maxTokens: number,
): readonly LineRange[] {
  const cost = lines.map((line) => roughTokens(line) + 1);
  const [head, ...rest] = sectionsOf(lines, about);
  const inOrder = [...(head ? [head] : []), ...rest.sort((a, b) => b.score - a.score)];
  const taken: { from: number; to: number }[] = [];
  let left = maxTokens;
  for (const { from, to } of inOrder) {
    let end = from;
    let spent = 0;
    while (end < to && spent + (cost[end] ?? 0) <= left) spent += cost[end++] ?? 0;
    if (end === from || (end < to && end - from < LEAST_LINES)) continue;
    taken.push({ from, to: end });
    left -= spent;
  }
  return merged(taken.sort((a, b) => a.from - b.from));
}

function sectionsOf(lines: readonly string[], about: ReadonlySet<string>): readonly Section[] {
  const starts = lines.flatMap((line, i) => (i > 0 && /^#{1,6}\s/.test(line) ? [i] : []));
  return [0, ...starts].map((from, i) => {
    const to = starts[i] ?? lines.length;
    const words = new Set(lines.slice(from, to).flatMap((line) => wordsOf(line)));
    return { from, to, score: [...words].filter((word) => about.has(word)).length };
  });
}

/** As lines from 1, both ends included; neighbours become one. */
function merged(parts: readonly { readonly from: number; readonly to: number }[]): LineRange[] {
  const ranges: LineRange[] = [];
  for (const { from, to } of parts) {
    const last = ranges.at(-1);
    if (last?.to === from) ranges[ranges.length - 1] = { from: last.from, to };
    else ranges.push({ from: from + 1, to });
  }
  return ranges;
}
