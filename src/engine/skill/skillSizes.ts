import { roughTokens } from '../roughTokens';
import type { Skill } from './types';

/** Tokens a skill takes in a prompt, about. */
export function skillTokens({ name, description, content }: Skill): number {
  return roughTokens(`### ${name}\n\n${description}\n\n${content}\n\n`);
}

/** `read_dates (1,200 tokens), units (90 tokens)`, the largest first. */
export function skillSizes(skills: readonly Skill[]): string {
  return skills
    .map((skill) => ({ name: skill.name, tokens: skillTokens(skill) }))
    .sort((a, b) => b.tokens - a.tokens)
    .map(({ name, tokens }) => `${name} (${grouped(tokens)} tokens)`)
    .join(', ');
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
