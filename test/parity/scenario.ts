/** The file format of the decision scenarios: scripted runs of the published implementation, and what it decided. */
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Sample } from '../../src/engine/types';

export interface ExpectedUpdate {
  readonly epoch: number;
  readonly update_cycle: number;
  readonly [field: string]: unknown;
}

export interface Scenario {
  readonly id: string;
  readonly world_seed: string;
  readonly base_rate: number;
  readonly fix_rate: number;
  readonly break_rate: number;
  readonly error_rate: number;
  readonly invalid_rate: number;
  readonly modes: number;
  readonly dev: readonly Sample[];
  readonly val: readonly Sample[];
  /** Published config keys; what is absent has its published default. */
  readonly cycle: {
    readonly epochs: number;
    readonly update_every: number;
    readonly grpo_k?: number;
    readonly grpo_eval_n?: number;
    readonly max_proposals?: number;
    readonly max_learned_skills?: number;
    readonly run_baseline?: boolean;
    readonly seed?: number;
    readonly invalid_action_penalty?: number;
  };
  readonly expected: {
    readonly updates: readonly ExpectedUpdate[];
    readonly recoveries: unknown;
    readonly val_scores: unknown;
    readonly best_epoch: unknown;
    readonly final_library: unknown;
  };
}

const ScenarioShape = z.looseObject({
  id: z.string(),
  world_seed: z.string(),
  base_rate: z.number(),
  fix_rate: z.number(),
  break_rate: z.number(),
  error_rate: z.number(),
  invalid_rate: z.number(),
  modes: z.number(),
  dev: z.array(z.looseObject({ id: z.string() })),
  val: z.array(z.looseObject({ id: z.string() })),
  cycle: z.looseObject({ epochs: z.number(), update_every: z.number() }),
  expected: z.looseObject({
    updates: z.array(z.looseObject({ epoch: z.number(), update_cycle: z.number() })),
  }),
});

/** Reads scenarios. @throws Error naming the file, and what in it is no scenario. */
export function readScenarios(file: string): readonly Scenario[] {
  const scenarios = readJsonArray<Scenario>(file);
  const { error } = z.array(ScenarioShape).safeParse(scenarios);
  const [issue] = error?.issues ?? [];
  if (issue) throw new Error(`${file}: ${['scenario', ...issue.path].join('.')}: ${issue.message}`);
  return scenarios;
}

/** Reads a gzipped or plain JSON array. @throws Error naming the file when it is neither, or empty. */
export function readJsonArray<T>(file: string): readonly T[] {
  let parsed: unknown;
  try {
    const bytes = readFileSync(file);
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    parsed = text.length === 0 ? [] : JSON.parse(text.toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: cannot be read: ${why}`, { cause: error });
  }
  if (!Array.isArray(parsed)) throw new Error(`${file}: expected a JSON array`);
  if (parsed.length === 0) throw new Error(`${file}: empty, so nothing would be compared`);
  return parsed as T[];
}
