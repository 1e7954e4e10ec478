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
import { compareLibraries, evaluateSplit } from '../../../src/engine/learn/measure';

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

  it('says so when there is nothing to draw a probe set from', async () => {
    const { task, context } = setUp();
    task.fault = () => true;
    const input = { samples: dev.slice(0, 2), saved: toyLibrary(), edited: toyLibrary() };
    await expect(compareLibraries(context, input)).rejects.toThrow(
      /nothing to draw a probe set from/,
    );
  });
});
