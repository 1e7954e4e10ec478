import { describe, expect, it } from 'vitest';
import {
  edit,
  toyClock,
  toyLibrary,
  toyOptions,
  toySamples,
  ToyAgent,
  ToyTask,
  ToyWriter,
} from '../../support/toyWorld';
import { runCycle } from '../../../src/engine/learn/cycle';
import type { RunEvent } from '../../../src/engine/learn/events';
import { confirmedGate, publishedGate, type GateOptions } from '../../../src/engine/learn/options';
import { MemoryStore } from '../../../src/engine/memoryStore';
import { PythonRandom } from '../../../src/engine/random';
import type { Json, Rollout, Sample } from '../../../src/engine/types';
import type { ProposeInput } from '../../../src/engine/writer/types';

/** A toy task in which, by chance, a share of the rollouts come out the other way. */
class NoisyTask extends ToyTask {
  readonly #rng = new PythonRandom('noise');

  constructor(
    splits: ConstructorParameters<typeof ToyTask>[0],
    private readonly noise: number,
  ) {
    super(splits);
  }

  override async evaluate(sample: Sample, rollout: Rollout): Promise<boolean> {
    const correct = await super.evaluate(sample, rollout);
    return this.#rng.below(1000) < this.noise * 1000 ? !correct : correct;
  }
}

const count = (n: number, name: string, words = ''): string[] =>
  Array.from({ length: n }, (_, i) => `${name}${i} ${words}`);

interface Setup {
  readonly noise: number;
  readonly gate?: Partial<GateOptions>;
  readonly isRepeatable?: boolean;
  readonly dev?: readonly string[];
  readonly epochs?: number;
  readonly updateEvery?: number;
  readonly probeSize?: number;
  readonly seed?: number;
  readonly propose: (input: ProposeInput) => readonly Json[];
  readonly revision?: ToyWriter['revision'];
}

async function learn(setup: Setup) {
  const { noise, gate, dev = [...count(12, 'apple'), ...count(12, 'plum', 'easy')] } = setup;
  const val = toySamples(...count(5, 'apple'), ...count(5, 'plum', 'easy'));
  const task = new NoisyTask({ dev: toySamples(...dev), val }, noise);
  const store = new MemoryStore();
  const agent = new ToyAgent();
  const writer = new ToyWriter(setup.propose);
  if (setup.revision) writer.revision = setup.revision;
  const outcome = await runCycle({
    run: 'toy',
    task,
    agent: Object.assign(agent, setup.isRepeatable ? { isRepeatable: true } : {}),
    writer,
    writerLabel: 'toy',
    library: toyLibrary(),
    options: toyOptions({
      epochs: setup.epochs ?? 2,
      updateEvery: setup.updateEvery ?? 12,
      probeSize: setup.probeSize ?? 16,
      seed: setup.seed ?? 1,
      gate: { ...confirmedGate, canaries: 0, ...gate },
    }),
    store,
    clock: toyClock(),
    signal: new AbortController().signal,
  });
  return { ...outcome, store, of: <T extends RunEvent['type']>(type: T) => ofType(store, type) };
}

function ofType<T extends RunEvent['type']>(store: MemoryStore, type: T) {
  return store.events.filter(
    (event): event is Extract<RunEvent, { type: T }> => event.type === type,
  );
}

/** Proposes in turn; nothing after the last. */
function inTurn(...edits: readonly Json[]): (input: ProposeInput) => readonly Json[] {
  const left = [...edits];
  return () => {
    const next = left.shift();
    return next === undefined ? [] : [next];
  };
}

describe('a run whose agent is not repeatable', () => {
  it('keeps an edit that helps, with the numbers it rests on', async () => {
    const { library, of } = await learn({
      noise: 0.1,
      propose: inTurn(edit('ADD', 'apples', 'cures apple;')),
    });
    expect(library.names()).toEqual(['apples']);
    const [judged] = of('candidate.judged');
    expect(judged?.verdict).toBe('accepted');
    expect(judged?.reason).toMatch(/^Confirmed: it fixes about \d+ of \d+ failing probes/);
    expect(judged?.numbers).toMatchObject({ broken: [] });
    expect(judged?.numbers?.p).toBeLessThanOrEqual(0.0122);
    const repeated = judged?.outcomes.filter(({ repeats }) => repeats !== undefined) ?? [];
    expect(repeated.length).toBeGreaterThan(0);
    for (const { repeats } of repeated) {
      expect(repeats?.candidate.passes).toBeLessThanOrEqual(repeats?.candidate.rollouts ?? -1);
    }
  });

  it('never runs one rollout twice, and repeats with an index of its own', async () => {
    const { store } = await learn({
      noise: 0.1,
      propose: inTurn(edit('ADD', 'apples', 'cures apple;')),
    });
    const repeats = new Map<string, Set<number>>();
    for (const event of store.events) {
      if (event.type !== 'rollout.finished' || event.purpose !== 'probe') continue;
      const seen = repeats.get(event.sample) ?? new Set<number>();
      expect(seen.has(event.repeat) && event.repeat > 0).toBe(false);
      repeats.set(event.sample, seen.add(event.repeat));
    }
    expect([...repeats.values()].some((seen) => seen.size > 2)).toBe(true);
  });

  it('refuses edits that do nothing, which the published rule takes', async () => {
    const idle = Array.from({ length: 40 }, (_, i) => edit('ADD', `idle_${i}`, `Stay calm ${i}.`));
    const run = (gate: GateOptions) =>
      learn({ noise: 0.2, gate, epochs: 20, updateEvery: 12, propose: inTurn(...idle) });
    const published = await run(publishedGate);
    const confirmed = await run({ ...confirmedGate, canaries: 0 });
    const accepted = ({ of }: typeof published) =>
      of('candidate.judged').filter(({ verdict }) => verdict === 'accepted').length;
    expect(accepted(published)).toBeGreaterThan(0);
    expect(accepted(confirmed)).toBe(0);
  });

  it('has an edit revised that helps and breaks, even if it cannot win as it is', async () => {
    const { library, of } = await learn({
      noise: 0.05,
      propose: inTurn(edit('ADD', 'apples', 'cures apple; breaks plum;')),
      revision: ({ regressed }) => {
        expect(regressed.length).toBeGreaterThan(0);
        return [edit('ADD', 'apples', 'cures apple;')];
      },
    });
    const [first, second] = of('candidate.judged');
    expect(first?.verdict).toBe('revise');
    expect(first?.numbers?.broken.length).toBeGreaterThan(0);
    expect(second).toMatchObject({ verdict: 'accepted', revisionOf: first?.id });
    expect(library.find('apples')?.content).toContain('cures apple;');
    expect(library.find('apples')?.content).not.toContain('breaks');
  });

  it('says what it would take where the probe set is too small', async () => {
    const { of } = await learn({
      noise: 0.3,
      dev: [...count(2, 'apple'), ...count(2, 'plum', 'easy')],
      updateEvery: 4,
      propose: inTurn(edit('ADD', 'idle', 'Stay calm.'), edit('ADD', 'other', 'Stay calmer.')),
    });
    const open = of('candidate.judged').filter(({ verdict }) => verdict === 'inconclusive');
    expect(open.length).toBeGreaterThan(0);
    for (const { reason } of open) expect(reason).toMatch(/It would take about \d+ more/);
  });
});

describe('a run whose agent is repeatable', () => {
  it('decides as published, on one rollout per probe', async () => {
    const setup = {
      noise: 0,
      isRepeatable: true,
      propose: inTurn(edit('ADD', 'apples', 'cures apple;')),
    };
    const { of } = await learn(setup);
    const published = await learn({
      ...setup,
      gate: publishedGate,
      propose: inTurn(edit('ADD', 'apples', 'cures apple;')),
    });
    const verdicts = ({ store }: typeof published) =>
      ofType(store, 'candidate.judged').map(({ id, verdict, reason, numbers }) => {
        expect(numbers).toBeUndefined();
        return { id, verdict, reason };
      });
    expect(of('candidate.judged')).toHaveLength(1);
    expect(
      of('candidate.judged').map(({ id, verdict, reason }) => ({ id, verdict, reason })),
    ).toEqual(verdicts(published));
    expect(of('rollout.finished').every(({ repeat }) => repeat === 0)).toBe(true);
  });
});

describe('canaries', () => {
  // What it breaks is rare, so that some probe sets hold nothing of it.
  const harmful = (noise: number, seed: number) =>
    learn({
      noise,
      seed,
      isRepeatable: noise === 0,
      gate: { canaries: 14 },
      dev: [...count(4, 'apple'), ...count(12, 'plum', 'easy'), ...count(4, 'pear', 'easy')],
      updateEvery: 20,
      epochs: 1,
      probeSize: 8,
      propose: inTurn(edit('ADD', 'apples', 'cures apple; breaks pear;')),
    });

  it.each([0, 0.02])(
    'take back an accepted edit that does harm elsewhere, at noise %s',
    async (noise) => {
      let seen = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const { library, of } = await harmful(noise, seed);
        for (const { rolledBack, lost, won, candidate, p, reason } of of('canaries.measured')) {
          if (!rolledBack) continue;
          seen += 1;
          expect(lost.length).toBeGreaterThan(won.length);
          expect(p).toBeLessThanOrEqual(0.05);
          expect(reason).toContain('taken out of the library');
          const causes = of('library.changed').map(({ cause }) => cause);
          expect(causes).toContainEqual({ kind: 'edit', id: candidate });
          expect(causes).toContainEqual({ kind: 'rollback', id: candidate });
          expect(of('update.finished').some(({ winner }) => winner === candidate)).toBe(false);
          expect(library.names()).toEqual([]);
        }
      }
      expect(seen).toBeGreaterThan(0);
    },
  );

  it('leave an edit alone that does no harm, also where chance makes it look so', async () => {
    const { library, of } = await learn({
      noise: 0.15,
      gate: { canaries: 8 },
      propose: inTurn(edit('ADD', 'apples', 'cures apple;')),
    });
    const [measured] = of('canaries.measured');
    expect(measured?.samples).toHaveLength(8);
    expect(measured?.rolledBack).toBe(false);
    expect(library.names()).toEqual(['apples']);
  });
});
