import type { SkillChange } from '../inline/hunks';
import { choicesOf } from '../inline/shownSide';

/** Lines of the text as it is that a change would touch, from 0; what is only added touches the line above. */
export function touchedLines({ rows, hunks }: SkillChange): readonly number[] {
  const lines = new Set<number>();
  for (const { start, end } of choicesOf(hunks)) {
    const above = rows.slice(0, start).filter(({ kind }) => kind !== 'added').length;
    const removed = rows.slice(start, end).filter(({ kind }) => kind === 'removed').length;
    if (removed === 0) lines.add(Math.max(0, above - 1));
    for (let line = above; line < above + removed; line += 1) lines.add(line);
  }
  return [...lines].sort((a, b) => a - b);
}
