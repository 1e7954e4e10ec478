import type { RunEvent } from '../../engine/learn/events';
import { oneLine } from './printable';

/** Says of each set of skills once that a conversation with them did not fit the model. */
export function overflowTeller(): (event: RunEvent) => string | undefined {
  const told = new Set<string>();
  return (event) => {
    if (event.type !== 'rollout.finished' || event.overflow === undefined) return undefined;
    if (told.has(event.overflow)) return undefined;
    told.add(event.overflow);
    return `${oneLine(event.sample, 60)}: ${oneLine(event.overflow, 400)}. Shorten or split them, or take a model with more context.`;
  };
}
