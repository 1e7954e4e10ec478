import { sameValues } from '../../../engine/learn/authorsVersion';
import type { SkillValues } from '../../../engine/learn/authorsVersion';
import { linesOf, mergedLines, mergeLines } from './mergeLines';

/** Why an edit of one skill cannot be carried over to the author's file. */
export type Obstacle =
  /** It adds a skill, and there is another one of that name. */
  | 'taken'
  /** It modifies a skill that is not there. */
  | 'gone'
  /** It removes a skill that was changed since. */
  | 'changed'
  /** It changes what the author changed too. */
  | 'conflict';

/** An edit of one skill, carried over to the author's file. */
export type Carried =
  | { readonly kind: 'there' }
  | { readonly kind: 'applies' | 'merges'; readonly next: SkillValues | null }
  | { readonly kind: 'stale'; readonly why: Obstacle };

type Side = SkillValues | null;

/**
 * A three-way merge of what an edit can change of a skill. Version numbers, provenance and whatever else a file
 * holds take no part: they differ between the author's library and the run's from the first edit on.
 */
export function mergeSkill(base: Side, mine: Side, theirs: Side): Carried {
  if (same(mine, theirs)) return { kind: 'there' };
  if (same(mine, base)) return { kind: 'applies', next: theirs };
  if (same(base, theirs)) return { kind: 'there' };
  if (mine === null) return { kind: 'stale', why: 'gone' };
  if (theirs === null) return { kind: 'stale', why: 'changed' };
  if (base === null) return { kind: 'stale', why: 'taken' };
  const content = mergedLines(
    mergeLines(linesOf(base.content), linesOf(mine.content), linesOf(theirs.content)),
  );
  const description = pick(base.description, mine.description, theirs.description);
  if (content === undefined || description === undefined) return { kind: 'stale', why: 'conflict' };
  const tags = mergeTags(base.tags, mine.tags, theirs.tags);
  const next = { description, content: content.join('\n').trim(), tags };
  // What the edit does has been done already, among other things.
  return same(mine, next) ? { kind: 'there' } : { kind: 'merges', next };
}

export function same(a: Side, b: Side): boolean {
  if (a === null || b === null) return a === b;
  const unified = (side: SkillValues): SkillValues =>
    side.content.includes('\r') ? { ...side, content: linesOf(side.content).join('\n') } : side;
  return sameValues(unified(a), unified(b));
}

/** Whichever side changed it; `undefined` when both did. */
export function pick(base: string, mine: string, theirs: string): string | undefined {
  if (mine === theirs || theirs === base) return mine;
  return mine === base ? theirs : undefined;
}

export function mergeTags(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const kept = mine.filter((tag) => !base.includes(tag) || theirs.includes(tag));
  const added = theirs.filter((tag) => !base.includes(tag) && !mine.includes(tag));
  return [...kept, ...added];
}
