import { parseSkill } from '../../../engine/skill/skillFormat';
import type { Skill } from '../../../engine/skill/types';

const MAX_KEPT = 2_000;
const known = new Map<string, Skill>();

/**
 * Reads a skill of a run or of a draft by its text, which is the same over and over again: each is read once.
 * @throws UserError when it is no skill.
 */
export function readSkill(text: string): Skill {
  const found = known.get(text);
  if (found !== undefined) {
    known.delete(text);
    known.set(text, found);
    return found;
  }
  // Its place is not known here, and is not asked for.
  const skill = parseSkill(text, 'unnamed.md');
  known.set(text, skill);
  const [oldest] = known.keys();
  if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest);
  return skill;
}
