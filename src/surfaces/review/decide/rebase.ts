import { diffArrays } from 'diff';
import { rewriteSkill } from '../../../engine/skill/skillFormat';
import type { Skill } from '../../../engine/skill/types';
import { linesOf, mergeLines, type Region } from './mergeLines';
import { mergeTags, pick } from './mergeSkill';
import type { Part } from './parts';
import { readSkill } from './skillReader';

/** Where the author and the edit want different things, and only a person can say which. */
export type Question =
  | {
      readonly kind: 'lines';
      readonly name: string;
      readonly base: readonly string[];
      readonly mine: readonly string[];
      readonly theirs: readonly string[];
    }
  | {
      readonly kind: 'description';
      readonly name: string;
      readonly mine: string;
      readonly theirs: string;
    }
  /** The edit removes a skill that was changed since. */
  | { readonly kind: 'remove'; readonly name: string }
  /** The edit modifies a skill that is no longer there. */
  | { readonly kind: 'again'; readonly name: string };

export type Answer = 'mine' | 'theirs' | 'both';

/** An edit of one skill on its way onto the author's text of now. */
export interface Rebase {
  readonly name: string;
  readonly questions: readonly Question[];
  /** The text to be; `null`: no such skill. One answer for each question, in their order. */
  text(answers: readonly Answer[]): string | null;
}

/** What it takes to carry a part over. Where only one side changed something, that side counts. */
export function rebasePart({ name, base, next }: Part, mine: Skill | undefined): Rebase {
  const whole = (kind: 'remove' | 'again'): Rebase => ({
    name,
    questions: [{ kind, name }],
    text: ([answer]) => (answer === 'mine' ? (mine?.text ?? null) : next),
  });
  if (mine === undefined) {
    return base === null || next === null
      ? { name, questions: [], text: () => next }
      : whole('again');
  }
  if (next === null) return whole('remove');
  const theirs = readSkill(next);
  const old = base === null ? undefined : readSkill(base);
  const regions = old
    ? mergeLines(linesOf(old.content), linesOf(mine.content), linesOf(theirs.content))
    : twoWay(linesOf(mine.content), linesOf(theirs.content));
  const description = pick(old?.description ?? '', mine.description, theirs.description);
  const tags = mergeTags(old?.tags ?? [], mine.tags, theirs.tags);
  const asksDescription = description === undefined;
  const questions: Question[] = regions.flatMap((region): Question[] =>
    region.kind === 'conflict' ? [{ ...region, kind: 'lines', name }] : [],
  );
  if (asksDescription) {
    const { description: own } = mine;
    questions.unshift({ kind: 'description', name, mine: own, theirs: theirs.description });
  }
  return {
    name,
    questions,
    text: (answers) => {
      const [first = 'mine'] = answers;
      const lines = resolve(regions, asksDescription ? answers.slice(1) : answers);
      const chosen = description ?? combine(first, mine.description, theirs.description);
      return rewriteSkill(mine, { description: chosen, content: lines.join('\n'), tags }).text;
    },
  };
}

/** Two texts without a common ancestor: what both have stays, the rest is asked about. */
function twoWay(mine: readonly string[], theirs: readonly string[]): readonly Region[] {
  const regions: Region[] = [];
  let open: { mine: readonly string[]; theirs: readonly string[] } | undefined;
  const close = (): void => {
    if (open) regions.push({ kind: 'conflict', base: [], ...open });
    open = undefined;
  };
  const changes = diffArrays([...mine], [...theirs], { maxEditLength: 1_000 });
  if (changes === undefined) return [{ kind: 'conflict', base: [], mine, theirs }];
  for (const { value, added, removed } of changes) {
    if (!added && !removed) {
      close();
      regions.push({ kind: 'merged', lines: value });
    } else {
      open ??= { mine: [], theirs: [] };
      open = removed
        ? { ...open, mine: [...open.mine, ...value] }
        : { ...open, theirs: [...open.theirs, ...value] };
    }
  }
  close();
  return regions;
}

function resolve(regions: readonly Region[], answers: readonly Answer[]): readonly string[] {
  let at = 0;
  return regions.flatMap((region) => {
    if (region.kind === 'merged') return region.lines;
    switch (answers[at++] ?? 'mine') {
      case 'mine':
        return region.mine;
      case 'theirs':
        return region.theirs;
      case 'both':
        return [...region.mine, ...region.theirs];
    }
  });
}

function combine(answer: Answer, mine: string, theirs: string): string {
  return answer === 'mine'
    ? mine
    : answer === 'theirs'
      ? theirs
      : `${mine.trim()} ${theirs.trim()}`;
}
