/** The first place where observed decisions differ from the expected ones. */
import type { Observed } from './observe';
import type { Scenario } from './scenario';

export interface Difference {
  readonly epoch?: number;
  readonly update?: number;
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export function firstDifference(scenario: Scenario, observed: Observed): Difference | undefined {
  const { expected } = scenario;
  for (const [i, update] of expected.updates.entries()) {
    const seen = observed.updates[i];
    const place = { epoch: update.epoch, update: update.update_cycle };
    if (!seen) return { ...place, field: 'update', expected: 'an update', actual: 'none' };
    for (const [field, value] of Object.entries(update)) {
      const actual = seen[field];
      const wanted = field === 'candidates' ? withoutPartials(value, actual) : value;
      const path = differs(wanted, actual, field);
      if (path) return { ...place, ...path };
    }
  }
  if (observed.updates.length > expected.updates.length) {
    const { epoch, update_cycle: update } = observed.updates[expected.updates.length] ?? {};
    return {
      epoch: Number(epoch),
      update: Number(update),
      field: 'update',
      expected: 'none',
      actual: 'an update',
    };
  }
  for (const field of ['recoveries', 'val_scores', 'best_epoch', 'final_library'] as const) {
    const path = differs(expected[field], observed[field], field);
    if (path) return path;
  }
  return undefined;
}

/** A losing candidate whose probe was stopped early has counts of its own; the rest of it must still agree. */
function withoutPartials(expected: unknown, actual: unknown): unknown {
  if (!Array.isArray(expected) || !Array.isArray(actual)) return expected;
  return expected.map((candidate: Record<string, unknown>, i) => {
    if (!(actual[i] as { partial?: boolean } | undefined)?.partial) return candidate;
    const { action, name, contrastive_revision } = candidate;
    return { action, name, partial: true, contrastive_revision };
  });
}

function differs(expected: unknown, actual: unknown, field: string): Difference | undefined {
  if (isContainer(expected) && isContainer(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const key of keys) {
      const inner = differs(expected[key], actual[key], `${field}.${key}`);
      if (inner) return inner;
    }
    return Array.isArray(expected) === Array.isArray(actual)
      ? undefined
      : { field, expected, actual };
  }
  return Object.is(expected, actual) ? undefined : { field, expected, actual };
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
