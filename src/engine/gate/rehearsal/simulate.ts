import type { Finding } from '../finding';
import { PythonRandom } from '../../random';
import { nameOf, type Cell } from './cell';
import { ruleConfirmed, rulePublished } from './gates';
import { World } from './world';

/** How often, of the updates of a cell. */
export interface Counts {
  /** An edit that does nothing was accepted. */
  readonly idle: number;
  /** The edit that does something was accepted. */
  readonly real: number;
}

export interface CellResult {
  readonly cell: Cell;
  readonly updates: number;
  readonly published: Counts;
  readonly confirmed: Counts;
  /** Updates in which both gates accepted the same, or both nothing. */
  readonly same: number;
  /** Rollouts of the confirming gate over those of the published one. */
  readonly cost: number;
  /** Batches per update beyond the first pass. */
  readonly rounds: number;
  /** What was said of the edit that does something. */
  readonly verdicts: Readonly<Record<Finding['verdict'], number>>;
}

export function simulate(cell: Cell, updates: number, seed: string): CellResult {
  const rng = new PythonRandom(`${seed}|${nameOf(cell)}`);
  const published = { idle: 0, real: 0 };
  const confirmed = { idle: 0, real: 0 };
  const verdicts = { accepted: 0, rejected: 0, revise: 0, inconclusive: 0 };
  const rollouts = { published: 0, confirmed: 0 };
  let same = 0;
  let rounds = 0;
  for (let i = 0; i < updates; i++) {
    const world = new World(cell, rng);
    const before = rulePublished(world);
    const after = ruleConfirmed(world, rng);
    for (const [counts, { winner }] of [
      [published, before],
      [confirmed, after],
    ] as const) {
      if (winner !== null) counts[winner === world.real ? 'real' : 'idle'] += 1;
    }
    if (before.winner === after.winner) same += 1;
    rollouts.published += before.rollouts;
    rollouts.confirmed += after.rollouts;
    rounds += after.rounds;
    const own = after.decision.candidates.find(({ candidate }) => candidate === String(world.real));
    if (own) verdicts[own.finding.verdict] += 1;
  }
  return {
    cell,
    updates,
    published,
    confirmed,
    same,
    cost: rollouts.confirmed / rollouts.published,
    rounds: rounds / updates,
    verdicts,
  };
}
