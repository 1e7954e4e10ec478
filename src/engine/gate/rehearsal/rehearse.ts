/** What the gate would do with this probe set and this agent, before anything is learned with them. */
import type { Cell } from './cell';
import { simulate } from './simulate';

export interface Rehearsal {
  /** Share of updates in which an edit that does nothing is accepted. */
  readonly idle: { readonly published: number; readonly confirmed: number };
  /** Least number of failing probes an edit has to fix to be found in {@link POWER} of updates; `null`: not even all. */
  readonly smallest: number | null;
  readonly updates: number;
}

/** Share of updates in which an effect has to be found to count as one this probe set can show. */
export const POWER = 0.8;

/** Plays updates through the engine's own gate, on rollouts that flip at the rates given. */
export function rehearse(
  setting: Pick<Cell, 'probes' | 'candidates' | 'noise'>,
  { updates, seed }: { readonly updates: number; readonly seed: string },
): Rehearsal {
  const half = Math.floor(setting.probes / 2);
  const cell = { ...setting, probes: 2 * half };
  const play = (fixes: number) =>
    simulate({ ...cell, effect: half === 0 ? 0 : fixes / half, breaks: false }, updates, seed);
  const nothing = play(0);
  const finds = (fixes: number): boolean => play(fixes).confirmed.real / updates >= POWER;
  return {
    idle: {
      published: nothing.published.idle / updates,
      confirmed: nothing.confirmed.idle / updates,
    },
    smallest: leastThat(finds, half),
    updates,
  };
}

/** The least number from 1 to `most` that does; the more, the likelier. */
function leastThat(does: (n: number) => boolean, most: number): number | null {
  if (most < 1 || !does(most)) return null;
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (does(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
