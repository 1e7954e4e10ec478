import { describe, expect, it } from 'vitest';
import { defaultRules, publishedGate } from '../engine/learn/options';
import { estimateRun } from './estimate';
import type { EstimateInput } from './estimate';

const input: EstimateInput = {
  options: {
    epochs: 2,
    updateEvery: 5,
    concurrency: 5,
    maxProposals: 1,
    maxLearnedSkills: 10,
    proposals: 3,
    probeSize: 8,
    probeRepeats: 1,
    runBaseline: true,
    seed: 1,
    invalidActionPenalty: 2,
    review: 'auto',
    gate: publishedGate,
    rules: defaultRules,
  },
  samples: { dev: 20, val: 10 },
  callsPerRollout: { least: 1, typical: 2, most: 8 },
  confirms: false,
  reuse: true,
  sizes: {
    agent: {
      prompt: { least: 50, likely: 1000, most: 3000 },
      reply: { least: 1, likely: 120, most: 1024 },
    },
    writer: {
      prompt: { least: 0, likely: 5000, most: 20_000 },
      reply: { least: 1, likely: 900, most: 1024 },
    },
  },
  prices: undefined,
};

describe('the estimate of a run', () => {
  it('counts rollouts from the schedule', () => {
    // dev 2 × 20, val 3 × 10; then 8 updates of a baseline probe, 3 pairs of candidates and a revision, one recovery.
    expect(estimateRun(input).rollouts).toMatchObject({ min: 70, max: 70 + 8 * 8 * 8 + 16 });
  });

  it('expects every sample to be asked once at least when replies are reused', () => {
    expect(estimateRun(input).calls.min).toBe(30);
    expect(estimateRun({ ...input, reuse: false }).calls.min).toBe(70);
  });

  it('expects something between the least and the most', () => {
    for (const reuse of [true, false]) {
      const { rollouts, calls, tokens } = estimateRun({ ...input, reuse });
      for (const { min, likely, max } of [rollouts, calls, tokens]) {
        expect(likely).toBeGreaterThanOrEqual(min);
        expect(likely).toBeLessThan(max);
      }
    }
  });

  it('costs nothing known without prices, and scales with them', () => {
    expect(estimateRun(input).usd).toBeNull();
    const cheap = estimateRun({ ...input, prices: { input: 1, output: 2 } }).usd;
    const dear = estimateRun({ ...input, prices: { input: 10, output: 20 } }).usd;
    expect(cheap?.max).toBeGreaterThan(cheap?.min ?? Infinity);
    expect(dear?.max).toBeCloseTo((cheap?.max ?? 0) * 10);
  });

  it('leaves the baseline out when it is not run', () => {
    const without = { ...input, options: { ...input.options, runBaseline: false } };
    expect(estimateRun(without).rollouts.min).toBe(60);
  });
});
