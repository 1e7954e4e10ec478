import { UserError } from '../../../util/errors';
import type { SkillValues } from '../../../engine/learn/authorsVersion';
import type { Fit } from '../reviewEdit';
import { mergeSkill } from './mergeSkill';
import type { Carried, Obstacle } from './mergeSkill';
import type { Part } from './parts';
import { readSkill } from './skillReader';

/** The author's skills as far as an edit has to know them. */
export interface AuthorsSkills {
  /** The skill of this name, saved or not. */
  find(name: string): SkillValues | undefined;
  /** Why the file of this name cannot be read as a skill. */
  broken(name: string): string | undefined;
}

/** What keeps an edit from being accepted, and at which skill. */
export interface Hindrance {
  readonly name: string;
  readonly why: Obstacle | 'broken' | 'refused';
  /** What the reader of skill files said, when it is `broken` or `refused`. */
  readonly detail?: string;
}

export interface Judgement {
  readonly fit: Exclude<Fit, 'nowhere'>;
  readonly hindrance?: Hindrance;
}

/** Does this edit still fit the author's skills? It fits as badly as the worst of its parts. */
export function judgeFit(parts: readonly Part[], skills: AuthorsSkills): Judgement {
  const kinds = new Set<Carried['kind']>();
  for (const part of parts) {
    const carried = carry(part, skills);
    if ('hindrance' in carried) return { fit: 'stale', ...carried };
    kinds.add(carried.kind);
  }
  if (kinds.has('merges') || kinds.size > 1) return { fit: 'merges' };
  return { fit: kinds.has('there') ? 'there' : 'applies' };
}

/** One part of an edit, carried over to the author's skill. */
export function carry(
  part: Part,
  skills: AuthorsSkills,
): Exclude<Carried, { kind: 'stale' }> | { readonly hindrance: Hindrance } {
  const { name, base, next } = part;
  const stop = (why: Hindrance['why'], detail?: string): { readonly hindrance: Hindrance } => ({
    hindrance: { name, why, ...(detail === undefined ? {} : { detail }) },
  });
  const broken = skills.broken(name);
  if (broken !== undefined) return stop('broken', broken);
  try {
    const carried = mergeSkill(readOr(base), skills.find(name) ?? null, readOr(next));
    return carried.kind === 'stale' ? stop(carried.why) : carried;
  } catch (error) {
    if (error instanceof UserError) return stop('refused', error.message);
    throw error;
  }
}

function readOr(text: string | null): SkillValues | null {
  return text === null ? null : readSkill(text);
}
