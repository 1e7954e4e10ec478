import { relative, sep } from 'node:path';
import { gateSaid } from '../gateSaid';
import type { ReviewEdit } from '../reviewEdit';

/** Undecided edits of one skill: those that the gate accepted, and the others. */
export interface SkillEdits {
  readonly accepted: readonly ReviewEdit[];
  readonly others: readonly ReviewEdit[];
}

/** A skill by its library and name. */
export interface SkillOf {
  /** The library's folder, absolute. */
  readonly dir: string;
  readonly name: string;
}

/** Which skill a file holds by its place, in a library that some edit is for. */
export function skillByPlace(edits: readonly ReviewEdit[], file: string): SkillOf | undefined {
  for (const dir of new Set(edits.map(({ libraryDir }) => libraryDir))) {
    if (dir === undefined) continue;
    const parts = relative(dir, file).split(sep);
    const [first = '', second] = parts;
    const isSkill = parts.length === 1 || (parts.length === 2 && second === 'SKILL.md');
    if (!isSkill || first === '..') continue;
    return { dir, name: first.replace(/\.md$/, '') };
  }
  return undefined;
}

/** What is still to be decided for this skill of this library. */
export function skillEdits(edits: readonly ReviewEdit[], place: SkillOf): SkillEdits {
  const open = edits.filter(
    ({ decision, libraryDir, candidate, fit }) =>
      decision === 'pending' &&
      libraryDir === place.dir &&
      candidate.judged.edits.some(({ name }) => name === place.name) &&
      fit !== 'there',
  );
  const isAccepted = ({ candidate }: ReviewEdit): boolean => gateSaid(candidate) === 'accepted';
  return {
    accepted: open.filter(isAccepted),
    others: open.filter((edit) => !isAccepted(edit)),
  };
}
