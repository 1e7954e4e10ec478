import { diff3Merge } from 'node-diff3';

/** A stretch of a three-way merge. */
export type Region =
  | { readonly kind: 'merged'; readonly lines: readonly string[] }
  | {
      readonly kind: 'conflict';
      readonly base: readonly string[];
      readonly mine: readonly string[];
      readonly theirs: readonly string[];
    };

/** Pairs of equal lines that a merge may look at. Beyond it a text is no skill, and would stop the editor. */
const MAX_PAIRS = 2_000_000;

export function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}

/** Merges two descendants of a text, line by line. Texts beyond measure conflict as a whole. */
export function mergeLines(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly Region[] {
  // What all three begin and end with needs no search.
  const start = sharedLength([base, mine, theirs], (lines, i) => lines[i]);
  const rest = [base, mine, theirs].map((lines) => lines.slice(start));
  const end = sharedLength(rest, (lines, i) => lines[lines.length - 1 - i]);
  const [o = [], a = [], b = []] = rest.map((lines) => lines.slice(0, lines.length - end));
  const merged = (lines: readonly string[]): Region[] =>
    lines.length === 0 ? [] : [{ kind: 'merged', lines }];
  return [
    ...merged(base.slice(0, start)),
    ...mergeCore(o, a, b),
    ...merged(base.slice(base.length - end)),
  ];
}

/** The whole text, if nothing conflicts. */
export function mergedLines(regions: readonly Region[]): readonly string[] | undefined {
  if (regions.some(({ kind }) => kind === 'conflict')) return undefined;
  return regions.flatMap((region) => (region.kind === 'merged' ? region.lines : []));
}

function mergeCore(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly Region[] {
  if (pairs(base, mine) + pairs(base, theirs) > MAX_PAIRS) {
    return [{ kind: 'conflict', base, mine, theirs }];
  }
  return diff3Merge([...mine], [...base], [...theirs], { excludeFalseConflicts: true }).map(
    ({ ok, conflict }): Region =>
      conflict === undefined
        ? { kind: 'merged', lines: ok ?? [] }
        : { kind: 'conflict', base: conflict.o, mine: conflict.a, theirs: conflict.b },
  );
}

/** How many leading steps all lists share. */
function sharedLength(
  lists: readonly (readonly string[])[],
  at: (lines: readonly string[], i: number) => string | undefined,
): number {
  const [first = []] = lists;
  const limit = Math.min(...lists.map(({ length }) => length));
  let shared = 0;
  while (shared < limit && lists.every((lines) => at(lines, shared) === at(first, shared))) {
    shared += 1;
  }
  return shared;
}

function pairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  return b.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}
