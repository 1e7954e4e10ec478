import { describe, expect, it } from 'vitest';
import { confirmedGate, defaultRules, paperRules } from '../engine/learn/options';
import { reuseMode, toCycleOptions } from './cycleOptions';
import { runConfigSchema } from './runConfig';

function config(extra: object = {}, cycle: object = {}) {
  return runConfigSchema.parse({
    task: { kind: 'quickstart' },
    cycle: { epochs: 2, update_every: 4, ...cycle },
    ...extra,
  });
}

describe('the engine’s options', () => {
  it('are the published defaults under our names', () => {
    expect(toCycleOptions(config())).toEqual({
      epochs: 2,
      updateEvery: 4,
      concurrency: 5,
      maxProposals: 1,
      maxLearnedSkills: 10,
      proposals: 4,
      probeSize: 20,
      probeRepeats: 1,
      runBaseline: true,
      seed: 1,
      invalidActionPenalty: 2,
      review: 'auto',
      gate: confirmedGate,
      rules: defaultRules,
    });
  });

  it('have room for skills beside those that are there, unless it is set or as published', () => {
    const capacity = (extra: object, cycle: object, present: number) =>
      toCycleOptions(config(extra, cycle), present).maxLearnedSkills;
    expect([0, 5, 6, 11, 40].map((present) => capacity({}, {}, present))).toEqual([
      10, 10, 11, 16, 45,
    ]);
    expect(capacity({}, { max_learned_skills: 3 }, 11)).toBe(3);
    expect(capacity({ compat: 'paper' }, {}, 11)).toBe(10);
  });

  it('take the concurrency under either name', () => {
    expect(toCycleOptions(config({}, { batch_concurrency: 7 })).concurrency).toBe(7);
    expect(toCycleOptions(config({}, { concurrency: 8 })).concurrency).toBe(8);
  });

  it('proceed as published with compat: paper, whatever else is set', () => {
    const paper = config({
      compat: 'paper',
      faults: { retries: 5 },
    });
    expect(toCycleOptions(paper)).toMatchObject({ rules: paperRules, probeRepeats: 1 });
    expect(reuseMode(paper)).toBe('never');
  });

  it.each([{ reuse: 'always' }, { repeats: 3 }])('refuse compat: paper with %j', (probe) => {
    expect(() => config({ compat: 'paper', probe })).toThrow('exclude each other');
    expect(() => config({ compat: 'paper', probe: { reuse: 'never', repeats: 1 } })).not.toThrow();
  });

  it('carry over how faults are treated', () => {
    const { rules } = toCycleOptions(config({ faults: { retries: 0, max_consecutive: 3 } }));
    expect(rules).toMatchObject({ rolloutRetries: 0, maxConsecutiveFaults: 3 });
  });
});
