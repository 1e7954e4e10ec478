import type { Effectiveness } from '../writer/types';
import type { Entry, Results } from './entry';

/**
 * Per skill: in how many rollouts of the epoch so far it was in the library, and how many of those samples
 * changed sides since the previous epoch. A correlation, not a cause; the writer is told so.
 */
export function skillEffectiveness(
  entries: readonly Entry[],
  previous: Results | null,
): Readonly<Record<string, Effectiveness>> {
  const stats = new Map<string, { runs: number; fixes: number; regressions: number }>();
  for (const { sample, correct, skills } of entries) {
    if (correct === null) continue;
    const before = previous?.get(sample);
    for (const name of skills) {
      if (name === 'skeleton') continue;
      const stat = stats.get(name) ?? { runs: 0, fixes: 0, regressions: 0 };
      stat.runs += 1;
      if (before === false && correct) stat.fixes += 1;
      if (before === true && !correct) stat.regressions += 1;
      stats.set(name, stat);
    }
  }
  return Object.fromEntries(stats);
}
