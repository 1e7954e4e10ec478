import { searchedText, wordsOf } from './tokens';
import type { Script, SearchedText } from './tokens';
import type { Skill } from './types';

export { explainRanking } from './explainRanking';

/** Skills injected into one decision. */
export const INJECTION_LIMIT = 3;

/** How one tag of a skill counted: the whole tag 3, all its words 2, else 1 for each word found. */
export interface TagScore {
  readonly tag: string;
  readonly points: number;
  readonly match: 'whole tag' | 'all words' | 'some words' | 'none';
  /** Words of the tag that the text holds. */
  readonly found: readonly string[];
}

/** A skill's place in the ranking for a text, with everything that led to it. */
export interface RankedSkill {
  readonly skill: Skill;
  /** From 1. */
  readonly rank: number;
  readonly selected: boolean;
  /** 10 · tag points + shared words + 1 if the skill has no tags. */
  readonly score: number;
  readonly tagPoints: number;
  readonly tags: readonly TagScore[];
  /** Words that the text shares with name, description and "When to use" of the skill. */
  readonly words: readonly string[];
  readonly untagged: boolean;
}

/** What a skill is matched by, worked out once for each skill. */
interface Selector {
  readonly words: readonly string[];
  readonly tags: readonly TagTerms[];
}

interface TagTerms {
  readonly terms: readonly string[];
  /** The score of this tag where none of its words is found: by far the most frequent. */
  readonly none: TagScore;
}

const selectors: Readonly<Record<Script, WeakMap<Skill, Selector>>> = {
  unicode: new WeakMap(),
  ascii: new WeakMap(),
};

/**
 * Every skill in order of its score for the text, equal scores in the order given; the first `limit`
 * are selected, whatever their score. `script`: which letters make words.
 */
export function rankSkills(
  skills: readonly Skill[],
  text: string,
  limit = INJECTION_LIMIT,
  script: Script = 'unicode',
): readonly RankedSkill[] {
  const searched = searchedText(text, script);
  return skills
    .map((skill) => score(skill, searched, script))
    .sort((a, b) => b.score - a.score)
    .map((it, index) => ({ ...it, rank: index + 1, selected: index < limit }));
}

function score(
  skill: Skill,
  text: SearchedText,
  script: Script,
): Omit<RankedSkill, 'rank' | 'selected'> {
  const selector = selectorOf(skill, script);
  const tags = selector.tags.map((tag) => scoreTag(tag, text));
  const words = selector.words.filter((word) => text.words.has(word));
  const tagPoints = tags.reduce((sum, tag) => sum + tag.points, 0);
  const untagged = skill.tags.length === 0;
  const total = 10 * tagPoints + words.length + (untagged ? 1 : 0);
  return { skill, score: total, tagPoints, tags, words, untagged };
}

function scoreTag({ terms, none }: TagTerms, text: SearchedText): TagScore {
  const found = terms.filter((term) => text.words.has(term));
  if (found.length === 0) return none;
  const { tag } = none;
  if (found.length < terms.length) {
    return { tag, points: found.length, match: 'some words', found };
  }
  // A tag that stands in the text as a whole has all its words there, so this is asked seldom.
  return text.holds(tag)
    ? { tag, points: 3, match: 'whole tag', found }
    : { tag, points: 2, match: 'all words', found };
}

function selectorOf(skill: Skill, script: Script): Selector {
  const known = selectors[script].get(skill);
  if (known !== undefined) return known;
  const { name, description, content } = skill;
  const text = [name.replaceAll('_', ' '), description, whenToUse(content)].join(' ');
  const selector: Selector = {
    words: [...new Set(wordsOf(text, script))],
    tags: skill.tags.map((tag) => {
      const lower = tag.toLowerCase();
      return {
        terms: wordsOf(lower, script),
        none: { tag: lower, points: 0, match: 'none', found: [] },
      };
    }),
  };
  selectors[script].set(skill, selector);
  return selector;
}

/** The text under the first heading "When to use" or "When to use this skill", up to the next heading. */
export function whenToUse(content: string): string {
  const lines = content.split(/\r?\n/);
  const start = lines.findIndex((line) => /^##+\s+when to use(?: this skill)?\s*$/i.test(line));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^##+\s/.test(line));
  return (end < 0 ? rest : rest.slice(0, end)).join('\n');
}
