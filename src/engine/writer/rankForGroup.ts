import { rankSkills, INJECTION_LIMIT } from '../skill/rank';
import { selectionText } from '../skill/inject';
import type { Library } from '../skill/library';
import type { Skill } from '../skill/types';
import type { Trace } from './types';

/** A learned skill and what it has to do with a group of failures. */
export interface Relevance {
  readonly skill: Skill;
  /** In how many of the failing rollouts it was put before the agent at the start. */
  readonly uses: number;
  /** Sum of its ranking scores for them. */
  readonly score: number;
}

/** Learned skills, those first that the failing rollouts were shown, then those that suit them most. */
export function rankForGroup(library: Library, group: readonly Trace[]): readonly Relevance[] {
  const failing = group.filter(({ correct }) => correct !== true);
  const found = new Map(library.learned.map((skill) => [skill, { uses: 0, score: 0 }]));
  const skills = library.all().filter(({ name }) => name !== 'skeleton');
  for (const trace of failing.length > 0 ? failing : group) {
    for (const { skill, score, rank } of rankSkills(skills, openingOf(trace))) {
      const sum = found.get(skill);
      if (!sum) continue;
      sum.score += score;
      if (rank <= INJECTION_LIMIT) sum.uses += 1;
    }
  }
  return [...found]
    .map(([skill, sum]) => ({ skill, ...sum }))
    .sort((a, b) => b.uses - a.uses || b.score - a.score);
}

/** What the agent's first decision was made on. */
function openingOf({ history, instruction }: Trace): string {
  const end = history.findIndex(({ role }) => role === 'assistant');
  const opening = end < 0 ? history : history.slice(0, end);
  return opening.length === 0 ? instruction : selectionText(opening);
}
