import type { RankedSkill, TagScore } from './rank';

/** More words than these are counted, not named. */
const NAMED_WORDS = 6;

/**
 * Why a skill of this ranking was selected or not, in plain sentences. The ranking must hold every
 * skill that took part, as {@link rankSkills} returns it.
 */
export function explainRanking(ranking: readonly RankedSkill[], name: string): string {
  const it = ranking.find(({ skill }) => skill.name === name);
  if (it === undefined) return `"${name}" did not take part in the ranking.`;
  const place = `ranked ${it.rank} of ${ranking.length} with a score of ${it.score}`;
  const reasons = reasonsOf(it);
  if (it.selected) return `Selected: ${place}. ${reasons}`;

  const selected = ranking.filter((other) => other.selected);
  const last = selected.at(-1);
  if (last === undefined) return `Not selected: no skill was to be. ${reasons}`;
  const bar =
    last.score === it.score
      ? `"${last.skill.name}" has the same score and comes earlier in the library`
      : `the last of the ${selected.length} selected, "${last.skill.name}", has ${last.score}`;
  return `Not selected: ${place}; ${bar}. ${reasons}`;
}

function reasonsOf(it: RankedSkill): string {
  const reasons = it.tags.filter((tag) => tag.points > 0).map(tagReason);
  if (it.words.length > 0) {
    const named = it.words.slice(0, NAMED_WORDS).join(', ');
    const more = it.words.length > NAMED_WORDS ? ', …' : '';
    const count = it.words.length === 1 ? '1 word' : `${it.words.length} words`;
    reasons.push(`It shares ${count} with the text (${named}${more}): +${it.words.length}.`);
  }
  if (it.untagged) reasons.push('It has no tags: +1.');
  if (it.tagPoints === 0 && it.words.length === 0) {
    reasons.unshift('Neither its tags nor its words are in the text.');
  }
  return reasons.join(' ');
}

function tagReason({ tag, points, match, found }: TagScore): string {
  const gain = `+${10 * points}`;
  switch (match) {
    case 'whole tag':
      return `The text has its tag "${tag}": ${gain}.`;
    case 'all words':
      return `The text has every word of its tag "${tag}": ${gain}.`;
    case 'some words':
      return `The text has ${found.join(', ')} of its tag "${tag}": ${gain}.`;
    case 'none':
      return '';
  }
}
