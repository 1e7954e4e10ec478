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
  type ToySplits,
} from '../../support/toyWorld';
import { MemoryStore } from '../../../src/engine/memoryStore';
import { ModelFault } from '../../../src/engine/ports';
import type { Library } from '../../../src/engine/skill/library';
import type { Json } from '../../../src/engine/types';
import type { ProposeInput } from '../../../src/engine/writer/types';
import type { RunContext } from '../../../src/engine/learn/context';
import { runCycle } from '../../../src/engine/learn/cycle';
import type { CandidateJudged, RunEvent } from '../../../src/engine/learn/events';
import { RunHalted } from '../../../src/engine/learn/faults';
import { defaultRules, paperRules, type CycleOptions } from '../../../src/engine/learn/options';

const fruit: ToySplits = {
  dev: toySamples(
    'apple1',
    'apple2',
    'apple3',
    'plum1 easy',
    'plum2 easy',
    'apple4',
    'plum3 easy',
    'plum4 easy',
  ),
  val: toySamples('apple5', 'apple6', 'plum5 easy', 'plum6 easy'),
};

interface Setup {
  readonly splits?: ToySplits;
  readonly library?: Library;
  readonly options?: Partial<CycleOptions>;
  readonly propose?: (input: ProposeInput) => readonly Json[];
}

function setUp({ splits = fruit, library = toyLibrary(), options, propose = () => [] }: Setup) {
  const task = new ToyTask(splits);
  const agent = new ToyAgent();
  const writer = new ToyWriter(propose);
  const store = new MemoryStore();
  const clock = toyClock();
  const controller = new AbortController();
  const context: RunContext = {
    run: 'toy',
    task,
    agent,
    writer,
    writerLabel: 'toy',
    library,
    options: toyOptions(options),
    store,
    clock,
    signal: controller.signal,
  };
  return { task, agent, writer, store, clock, controller, context, run: () => runCycle(context) };
}

function judged(events: readonly RunEvent[]): readonly CandidateJudged[] {
  return events.filter((event) => event.type === 'candidate.judged');
}

describe('a learning run', () => {
  it('keeps an edit that fixes more than it breaks, and val shows it', async () => {
    const world = setUp({ propose: () => [edit('ADD', 'Apples!', 'cures apple;')] });
    const { library, bestEpoch } = await world.run();
    expect(library.names()).toEqual(['apples']);
    expect(bestEpoch).toBe(0);
    const scores = world.store.events.flatMap((event) =>
      event.type === 'val.finished' ? [[event.epoch, event.score]] : [],
    );
    expect(scores).toEqual([
      ['baseline', 0.5],
      [0, 1],
    ]);
    const [first] = judged(world.store.events);
    expect(first).toMatchObject({ verdict: 'accepted', score: { regressions: 0 } });
    expect(library.find('apples')?.provenance).toMatchObject({
      action: 'ADD',
      epoch: 0,
      update_cycle: 0,
      regressions: 0,
    });
  });

  it('refuses an edit that breaks what passed, and says so', async () => {
    const world = setUp({ propose: () => [edit('ADD', 'both', 'cures apple; breaks plum;')] });
    const { library } = await world.run();
    expect(library.names()).toEqual([]);
    for (const { verdict, reason } of judged(world.store.events)) {
      expect(verdict).toBe('rejected');
      expect(reason).toMatch(/^It broke \d passing probe/);
    }
  });

  it('keeps the revision of a winner that does better than the winner', async () => {
    // The baseline breaks a passing sample too, so the first version may win in spite of its regression.
    const splits = {
      dev: toySamples(
        'plum1 easy',
        'apple1',
        'apple2',
        'pear1 easy',
        'plum2 easy',
        'apple3',
        'pear2 easy',
        'apple4',
      ),
      val: fruit.val,
    };
    let seen = 0;
    const world = setUp({
      splits,
      options: {
        epochs: 1,
        updateEvery: 8,
        probeSize: 8,
        rules: { ...defaultRules, faults: 'counted' },
      },
      propose: () => [edit('ADD', 'wide', 'cures apple; breaks pear;')],
    });
    // Every second time, a plum fails by itself: a regression that the baseline has, but no candidate.
    world.task.fault = (id, attempt) => (id === 'pear1' || id === 'pear2') && attempt === 1;
    world.writer.revision = ({ regressed }) => {
      seen = regressed.length;
      return [edit('ADD', 'narrow', 'cures apple;')];
    };
    const { library } = await world.run();
    expect(seen).toBe(2);
    expect(library.names()).toEqual(['narrow']);
    const [original, revision] = judged(world.store.events);
    expect(original).toMatchObject({ verdict: 'rejected' });
    expect(original?.reason).toContain('The revision ADD narrow does better');
    expect(revision).toMatchObject({ verdict: 'accepted', revisionOf: original?.id });
  });

  it('goes back to the library it started from when learning made it worse', async () => {
    const splits = {
      dev: toySamples('apple1', 'apple2', 'plum1 easy', 'plum2 easy'),
      val: toySamples('pear1 easy', 'pear2 easy'),
    };
    const propose = () => [edit('ADD', 'trap', 'cures apple; breaks pear;')];
    const safe = await setUp({ splits, propose }).run();
    expect(safe.bestEpoch).toBe('baseline');
    expect(safe.library.names()).toEqual([]);
    const published = await setUp({ splits, propose, options: { rules: paperRules } }).run();
    expect(published.bestEpoch).toBeNull();
    expect(published.library.names()).toEqual(['trap']);
  });

  it('says which split is empty, and which id is there twice', async () => {
    await expect(setUp({ splits: { ...fruit, val: [] } }).run()).rejects.toThrow(
      /no samples in its val split/,
    );
    const twice = { ...fruit, dev: toySamples('apple1', 'apple1') };
    await expect(setUp({ splits: twice }).run()).rejects.toThrow(
      /two dev samples with the id "apple1"/,
    );
  });
});

describe('pairs, tags and a full library', () => {
  const full = { old: 'nothing' };
  const pair = () => [edit('REMOVE', 'old'), edit('ADD', 'apples', 'cures apple;')];

  it('judges a REMOVE and an ADD proposed together as one', async () => {
    const world = setUp({
      library: toyLibrary(full),
      propose: pair,
      options: { maxLearnedSkills: 1 },
    });
    const { library } = await world.run();
    expect(library.names()).toEqual(['apples']);
    expect(judged(world.store.events)[0]?.edits.map(({ action }) => action)).toEqual([
      'REMOVE',
      'ADD',
    ]);
  });

  it('judges them one by one as published', async () => {
    const options = { maxLearnedSkills: 1, rules: paperRules };
    const world = setUp({ library: toyLibrary(full), propose: pair, options });
    await world.run();
    expect(judged(world.store.events).map(({ edits }) => edits.length)).toEqual([1, 1, 1]);
  });

  it('refuses an ADD that no REMOVE makes room for', async () => {
    const propose = () => [edit('REMOVE', 'missing'), edit('ADD', 'apples', 'cures apple;')];
    const world = setUp({ library: toyLibrary(full), propose, options: { maxLearnedSkills: 1 } });
    const { library } = await world.run();
    expect(library.names()).toEqual(['old']);
    const refused = world.store.events.flatMap((event) =>
      event.type === 'proposal.made' ? event.refused.map(({ reason }) => reason) : [],
    );
    expect(refused).toContain('The library is full, and no REMOVE goes with this ADD.');
  });

  it('keeps the tags of a skill that is modified without any', async () => {
    const propose = () => [edit('MODIFY', 'old', 'cures apple;')];
    const kept = await setUp({ library: toyLibrary(full), propose }).run();
    expect(kept.library.find('old')).toMatchObject({ version: 2, tags: ['sort'] });
    const published = await setUp({
      library: toyLibrary(full),
      propose,
      options: { rules: paperRules },
    }).run();
    expect(published.library.find('old')).toMatchObject({ version: 2, tags: [] });
  });
});

describe('faults', () => {
  const propose = () => [edit('ADD', 'apples', 'cures apple;')];

  it('are retried, with a growing pause', async () => {
    const world = setUp({ propose });
    world.task.fault = (id, attempt) => id === 'apple1' && attempt < 2;
    const { library } = await world.run();
    expect(library.names()).toEqual(['apples']);
    expect(world.clock.slept.slice(0, 2)).toEqual([500, 1000]);
    expect(world.store.events.filter(({ type }) => type === 'rollout.errored')).toEqual([]);
  });

  it('count neither for nor against the agent', async () => {
    const world = setUp({ propose });
    world.task.fault = (id) => id === 'apple1' || id === 'plum6';
    await world.run();
    const [baseline] = world.store.events.filter((event) => event.type === 'val.finished');
    expect(baseline).toMatchObject({ correct: 1, total: 3, errored: 1 });
    const epoch = world.store.events.find((event) => event.type === 'epoch.finished');
    expect(epoch).toMatchObject({ devTotal: 7, devErrored: 1 });
    for (const drawn of world.store.events.filter((event) => event.type === 'probe.drawn')) {
      expect([...drawn.failing, ...drawn.passing]).not.toContain('apple1');
    }
  });

  it('make a verdict inconclusive when fewer than 60 % of the probes could be evaluated', async () => {
    const world = setUp({ propose, options: { updateEvery: 8 } });
    const [spared, ...others] = fruit.dev.map(({ id }) => id);
    const dev = new Set(others);
    expect(spared).toBeDefined();
    world.task.fault = (id, attempt) => dev.has(id) && attempt >= 2;
    const { library } = await world.run();
    expect(library.names()).toEqual([]);
    expect(judged(world.store.events)[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('could be evaluated') as string,
    });
  });

  it('stop the run when there are too many in a row', async () => {
    const world = setUp({
      propose,
      options: { rules: { ...defaultRules, maxConsecutiveFaults: 3 } },
    });
    world.task.fault = () => true;
    await expect(world.run()).rejects.toThrow(RunHalted);
    await expect(world.run()).rejects.toThrow(/3 faults in a row, the last one: no ground under/);
  });

  it('stop the run before they seal anything: a batch of faults is not written down', async () => {
    const world = setUp({ propose, options: { updateEvery: 8 } });
    const dev = new Set(fruit.dev.map(({ id }) => id));
    world.task.fault = (id) => dev.has(id);
    await expect(world.run()).rejects.toThrow(
      /nothing of the batch of update 0\|0 could be measured/,
    );
    const types = world.store.events.map(({ type }) => type);
    expect(types).not.toContain('update.finished');
  });

  it('of the endpoint leave no trace: what fails while it does not answer stays open', async () => {
    const world = setUp({ propose });
    const complete = world.agent.complete.bind(world.agent);
    let calls = 0;
    world.agent.complete = (request) => {
      calls += 1;
      return calls > 6 ? Promise.reject(new ModelFault('gone', 'network')) : complete(request);
    };
    await expect(world.run()).rejects.toThrow(RunHalted);
    const types = new Set(world.store.events.map(({ type }) => type));
    for (const type of [
      'rollout.errored',
      'writer.failed',
      'update.finished',
      'val.finished',
    ] as const) {
      expect(types).not.toContain(type);
    }
  });

  it('of one request are its own where the endpoint answers others', async () => {
    const world = setUp({ propose });
    const complete = world.agent.complete.bind(world.agent);
    const poison = fruit.val[0]?.description ?? '';
    world.agent.complete = (request) =>
      request.messages.some(({ content }) => content.includes(poison))
        ? Promise.reject(new ModelFault('choked', 'server'))
        : complete(request);
    await world.run();
    const faults = world.store.events.filter((event) => event.type === 'rollout.errored');
    expect(faults.length).toBeGreaterThan(0);
    const poisoned = [...fruit.dev, ...fruit.val].filter((it) => it.description.includes(poison));
    const ids = new Set(poisoned.map(({ id }) => id));
    expect(faults.filter(({ sample }) => !ids.has(sample))).toEqual([]);
  });

  it('stop the run at once when no later call can get through', async () => {
    const world = setUp({ propose });
    world.agent.complete = () => Promise.reject(new ModelFault('HTTP 401: check the key', 'auth'));
    await expect(world.run()).rejects.toThrow('HTTP 401: check the key');
  });
});

describe('the author', () => {
  const at = '2026-01-01T00:00:00.000Z';
  /** Figs never pass, so that every batch has something to learn from. */
  const splits = {
    dev: toySamples(
      'apple1',
      'apple2',
      'fig1',
      'plum1 easy',
      'plum2 easy',
      'fig2',
      'plum3 easy',
      'fig3',
    ),
    val: fruit.val,
  };
  /** Good in the first update, harmful in the second. */
  const propose = ({ update }: ProposeInput) => [
    update === 0 ? edit('ADD', 'apples', 'cures apple;') : edit('ADD', 'plums', 'breaks plum;'),
  ];
  const whenJudged = (
    world: ReturnType<typeof setUp>,
    act: (event: CandidateJudged) => void,
  ): void => {
    const record = world.store.record.bind(world.store);
    world.store.record = (event) => {
      record(event);
      if (event.type === 'candidate.judged') act(event);
    };
  };

  it('can put in what the gate refused, from the next update on', async () => {
    const world = setUp({ splits, propose, options: { epochs: 2 } });
    let decided = false;
    whenJudged(world, ({ id, verdict }) => {
      if (verdict !== 'rejected' || decided) return;
      decided = true;
      world.store.decide({ edit: id, decision: 'accept', reason: 'I know better', at });
    });
    const { library } = await world.run();
    expect(library.find('plums')?.provenance?.override).toEqual({
      by: 'author',
      verdict: 'rejected',
      reason: 'I know better',
      at,
    });
    const second = world.store.events.find(
      (event) => event.type === 'update.started' && event.epoch === 1,
    );
    expect(second).toMatchObject({ library: ['apples', 'plums'] });
  });

  it('can take out what the gate accepted, and undo that', async () => {
    for (const undo of [false, true]) {
      const world = setUp({ splits, propose, options: { epochs: 2 } });
      whenJudged(world, ({ id, verdict, epoch, update }) => {
        if (epoch === 0 && verdict === 'accepted')
          world.store.decide({ edit: id, decision: 'reject', at });
        if (undo && epoch === 0 && update === 1) {
          world.store.decide({
            edit: id.replace(/.*/, firstAccepted(world)),
            decision: 'undo',
            at,
          });
        }
      });
      await world.run();
      const started = world.store.events.filter((event) => event.type === 'update.started');
      expect(started[1]?.library).toEqual([]);
      expect(started[2]?.library).toEqual(undo ? ['apples'] : []);
    }
  });

  function firstAccepted(world: ReturnType<typeof setUp>): string {
    return judged(world.store.events).find(({ verdict }) => verdict === 'accepted')?.id ?? '';
  }

  it('keeps the last word over the best checkpoint', async () => {
    const world = setUp({ splits, propose, options: { epochs: 1 } });
    whenJudged(world, ({ id, verdict }) => {
      if (verdict === 'rejected') world.store.decide({ edit: id, decision: 'accept', at });
    });
    const { library } = await world.run();
    expect(library.names()).toEqual(['apples', 'plums']);
  });

  it('is waited for when the review is on "ask"', async () => {
    for (const decision of ['accept', 'reject'] as const) {
      const world = setUp({ splits, propose, options: { review: 'ask' } });
      const record = world.store.record.bind(world.store);
      world.store.record = (event) => {
        record(event);
        if (event.type !== 'run.waiting') return;
        setTimeout(() => world.store.decide({ edit: event.edits[0]!, decision, at }), 5);
      };
      const { library } = await world.run();
      expect(library.names()).toEqual(decision === 'accept' ? ['apples'] : []);
    }
  });

  it('is not waited for any longer once a decision on the edit could not be carried out', async () => {
    const world = setUp({
      splits,
      options: { review: 'ask' },
      propose: ({ update }) => [
        update === 0
          ? edit('ADD', 'apples', 'cures apple;')
          : edit('MODIFY', 'apples', 'cures apple; cures fig;'),
      ],
    });
    const record = world.store.record.bind(world.store);
    let first: string | undefined;
    world.store.record = (event) => {
      record(event);
      if (event.type !== 'run.waiting') return;
      const awaited = event.edits[0]!;
      setTimeout(() => {
        // The second one rests on the first, which is taken out in the same breath.
        if (first !== undefined) world.store.decide({ edit: first, decision: 'reject', at });
        first ??= awaited;
        world.store.decide({ edit: awaited, decision: 'accept', at });
      }, 5);
    };
    const { library } = await world.run();
    expect(library.names()).toEqual([]);
    const taken = world.store.events.flatMap((event) =>
      event.type === 'decisions.taken' ? event.taken.map(({ effect }) => effect) : [],
    );
    expect(taken).toEqual(expect.arrayContaining(['reverted', 'stale']));
  });

  it('can take away what a winner was measured on, and the run goes on without it', async () => {
    const world = setUp({
      splits,
      propose: ({ update }) => [
        update === 0
          ? edit('ADD', 'apples', 'cures apple;')
          : edit('MODIFY', 'apples', 'cures apple; cures fig;'),
      ],
    });
    let first: string | undefined;
    whenJudged(world, ({ id, verdict }) => {
      if (verdict !== 'accepted') return;
      if (first !== undefined) world.store.decide({ edit: first, decision: 'reject', at });
      first ??= id;
    });
    const { library } = await world.run();
    expect(library.names()).toEqual([]);
    expect(world.store.events.at(-1)?.type).toBe('run.finished');
  });

  it('keeps what was put in against the gate: no later edit of the run takes it out', async () => {
    const world = setUp({
      splits,
      propose: ({ epoch }) => [
        epoch === 0 ? edit('ADD', 'plums', 'breaks plum;') : edit('REMOVE', 'plums'),
      ],
      options: { epochs: 3 },
    });
    whenJudged(world, ({ id, verdict, edits }) => {
      if (verdict !== 'rejected' || edits[0]?.action !== 'ADD') return;
      world.store.decide({ edit: id, decision: 'accept', reason: 'house rule', at });
    });
    const { library } = await world.run();
    const removals = judged(world.store.events).filter(
      ({ edits }) => edits[0]?.action === 'REMOVE',
    );
    expect(removals.some(({ verdict }) => verdict === 'accepted')).toBe(true);
    expect(library.names()).toEqual(['plums']);
  });

  it('is told when a decision cannot be carried out, and nothing changes', async () => {
    const world = setUp({ splits, propose });
    world.store.decide({ edit: 'e9-u9-000000', decision: 'accept', at });
    const { library } = await world.run();
    expect(library.names()).toEqual(['apples']);
    const taken = world.store.events.flatMap((event) =>
      event.type === 'decisions.taken' ? event.taken : [],
    );
    expect(taken).toMatchObject([{ effect: 'stale', detail: 'This run has judged no such edit.' }]);
  });
});

describe('stopping', () => {
  it('throws the reason of an abort, and writes nothing afterwards', async () => {
    const world = setUp({ propose: () => [edit('ADD', 'apples', 'cures apple;')] });
    const reason = new Error('enough');
    let calls = 0;
    const complete = world.agent.complete.bind(world.agent);
    world.agent.complete = (request) => {
      if (++calls === 10) world.controller.abort(reason);
      return complete(request);
    };
    await expect(world.run()).rejects.toBe(reason);
    const written = world.store.events.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.store.events).toHaveLength(written);
  });
});

describe('the cost of a rollout', () => {
  it('includes what its graders asked of the judge', async () => {
    const world = setUp({ options: { epochs: 1 } });
    const evaluate = world.task.evaluate.bind(world.task);
    world.task.evaluate = async (sample, rollout, { judge } = missing()) => {
      await judge?.complete({ messages: [], purpose: 'judge' });
      return evaluate(sample, rollout);
    };
    await runCycle({ ...world.context, judge: new ToyAgent() });
    const rollouts = world.store.events.filter((event) => event.type === 'rollout.finished');
    expect(new Set(rollouts.map(({ usage }) => usage.calls))).toEqual(new Set([2]));
  });

  function missing(): never {
    throw new Error('a task is evaluated without its context');
  }
});
