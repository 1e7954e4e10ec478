import { describe, expect, it } from 'vitest';
import {
  toyClock,
  toyLibrary,
  toyOptions,
  toySamples,
  ToyAgent,
  ToyTask,
} from '../../support/toyWorld';
import { MemoryStore } from '../../../src/engine/memoryStore';
import type { MeasureContext } from '../../../src/engine/learn/context';
import { compareLibraries, evaluateSplit, measureRepeats } from '../../../src/engine/learn/measure';
import { confirmedGate } from '../../../src/engine/learn/options';

const dev = toySamples('apple1', 'apple2', 'apple3', 'plum1 easy', 'plum2 easy', 'plum3 easy');

function setUp() {
  const task = new ToyTask({ dev, val: [] });
  const context: MeasureContext = {
    task,
    agent: new ToyAgent(),
    options: toyOptions({ probeSize: 6 }),
    store: new MemoryStore(),
    clock: toyClock(),
    signal: new AbortController().signal,
  };
  return { task, context };
}

describe('measuring a library', () => {
  it('scores a split, and leaves faults out of the score', async () => {
    const { task, context } = setUp();
    task.fault = (id) => id === 'plum1';
    const input = { split: 'dev', samples: dev, library: toyLibrary({ a: 'cures apple;' }) };
    expect(await evaluateSplit(context, input)).toMatchObject({
      correct: 5,
      total: 5,
      errored: 1,
      score: 1,
    });
  });

  it('compares an edited library with the saved one, on every probe of the set', async () => {
    const { context } = setUp();
    const edited = toyLibrary({ a: 'breaks plum;' });
    const input = { samples: dev, saved: toyLibrary(), edited };
    const { before, probe, evaluation } = await compareLibraries(context, input);
    expect(before).toMatchObject({ correct: 3, total: 6 });
    expect([probe.failing.length, probe.passing.length]).toEqual([3, 3]);
    // It cannot win after the first of them, and the author wants to see them all.
    expect(evaluation).toMatchObject({ standing: 'regresses', complete: true });
    expect(evaluation.outcomes.map(({ outcome }) => outcome)).toEqual([
      'still failing',
      'still failing',
      'still failing',
      'regressed',
      'regressed',
      'regressed',
    ]);
  });

  it('counts repeats of a sample, and how many pass every time', async () => {
    const { task, context } = setUp();
    task.fault = (id) => id === 'plum1';
    const evaluate = task.evaluate.bind(task);
    // One apple in two fails by chance: pass^2 knows, the pass rate does not tell which.
    let apples = 0;
    task.evaluate = async (sample, rollout) =>
      (await evaluate(sample, rollout)) && !(sample.id === 'apple1' && apples++ % 2 === 1);
    const library = toyLibrary({ a: 'cures apple;' });
    const input = { split: 'dev', samples: dev, library, repeats: 2 };
    const score = await evaluateSplit(context, input);
    expect(score).toMatchObject({ correct: 9, total: 10, errored: 2, repeats: 2 });
    expect(score.passAll).toBeCloseTo(4 / 5);
    expect(score.episodes.slice(0, 2)).toMatchObject([
      { sample: 'apple1', repeat: 0 },
      { sample: 'apple1', repeat: 1 },
    ]);
    const repeated = await measureRepeats(context, {
      samples: dev.slice(0, 1),
      library,
      repeats: 3,
    });
    expect(repeated).toMatchObject([{ sample: 'apple1' }]);
    expect(repeated[0]?.passed).toHaveLength(3);
  });

  it('confirms what an edit does where the agent is not repeatable', async () => {
    const { context } = setUp();
    const confirming = { ...context, options: { ...context.options, gate: confirmedGate } };
    const good = { samples: dev, saved: toyLibrary(), edited: toyLibrary({ a: 'cures apple;' }) };
    const { gate, evaluation } = await compareLibraries(confirming, good);
    expect(gate).toMatchObject({ verdict: 'accepted', numbers: { lost: 0, broken: [] } });
    expect(evaluation.outcomes.some(({ repeats }) => (repeats?.candidate.rollouts ?? 0) > 1)).toBe(
      true,
    );
    const bad = { ...good, edited: toyLibrary({ a: 'cures apple; breaks plum;' }) };
    expect((await compareLibraries(confirming, bad)).gate?.verdict).toBe('revise');
  });

  it('says so when there is nothing to draw a probe set from', async () => {
    const { task, context } = setUp();
    task.fault = () => true;
    const input = { samples: dev.slice(0, 2), saved: toyLibrary(), edited: toyLibrary() };
    await expect(compareLibraries(context, input)).rejects.toThrow(
      /nothing to draw a probe set from/,
    );
  });
});
