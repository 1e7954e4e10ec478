import { confirmedGate, defaultRules, paperRules, publishedGate } from '../engine/learn/options';
import type { CycleOptions, GateOptions, Rules } from '../engine/learn/options';
import type { RunConfig } from './runConfig';

const DEFAULT_CONCURRENCY = 5;

/** What the library may hold when nobody says so: as published, or what is there and room to learn. */
const CAPACITY = 10;
const ROOM = 5;

/**
 * The engine's options for a configuration; `compat: paper` overrules what the paper did not have.
 * @param present How many learned skills the run starts with.
 */
export function toCycleOptions(config: RunConfig, present = 0): CycleOptions {
  const { cycle, probe } = config;
  const paper = config.compat === 'paper';
  return {
    epochs: cycle.epochs,
    updateEvery: cycle.update_every,
    concurrency: cycle.concurrency ?? cycle.batch_concurrency ?? DEFAULT_CONCURRENCY,
    maxProposals: cycle.max_proposals,
    maxLearnedSkills:
      cycle.max_learned_skills ?? (paper ? CAPACITY : Math.max(CAPACITY, present + ROOM)),
    proposals: cycle.grpo_k,
    probeSize: cycle.grpo_eval_n,
    probeRepeats: paper ? 1 : probe.repeats,
    runBaseline: cycle.run_baseline,
    seed: cycle.seed,
    invalidActionPenalty: cycle.invalid_action_penalty,
    review: config.review,
    gate: paper ? publishedGate : gateOf(config),
    rules: paper ? paperRules : ownRules(config),
  };
}

function gateOf({ gate }: RunConfig): GateOptions {
  const { kind = 'confirmed', alpha, rounds, canaries } = gate;
  return {
    kind,
    alpha,
    rounds,
    canaries: canaries ?? (kind === 'confirmed' ? confirmedGate.canaries : 0),
  };
}

function ownRules({ faults, gate }: RunConfig): Rules {
  return {
    ...defaultRules,
    minCoverage: gate.min_coverage,
    rolloutRetries: faults.retries,
    maxConsecutiveFaults: faults.max_consecutive,
  };
}

/** Whether replies of this run may be reused. */
export function reuseMode(config: RunConfig): 'auto' | 'always' | 'never' {
  return config.compat === 'paper' ? 'never' : config.probe.reuse;
}
