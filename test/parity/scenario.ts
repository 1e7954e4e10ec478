/** The file format of the decision scenarios: scripted runs of the published implementation, and what it decided. */
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
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

/** Reads a gzipped or plain JSON array. @throws Error naming the file when it is neither. */
export function readJsonArray<T>(file: string): readonly T[] {
  const bytes = readFileSync(file);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const parsed: unknown = JSON.parse(text.toString('utf8'));
  if (!Array.isArray(parsed)) throw new Error(`${file}: expected a JSON array`);
  return parsed as T[];
}
