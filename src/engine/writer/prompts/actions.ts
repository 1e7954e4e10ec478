import { clippedLine } from '../oneLine';
import type { TraceLimits } from './options';

/** The agent's actions, one line each; the middle of a very long episode is left out, and says so. */
export function actionLines(actions: readonly string[], limits: TraceLimits): readonly string[] {
  const show = (some: readonly string[]) => some.map((it) => clippedLine(it, limits.action));
  const excess = actions.length - limits.actionCount;
  if (excess <= 0) return show(actions);
  const head = Math.floor(limits.actionCount / 3);
  const tail = limits.actionCount - head;
  return [
    ...show(actions.slice(0, head)),
    `(${String(excess)} more left out)`,
    ...show(actions.slice(-tail)),
  ];
}
