import { describe, expect, it } from 'vitest';
import {
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
import { MemoryStore } from '../../../src/engine/memoryStore';
import { noUsage } from '../../../src/engine/usage';
import { defaultRules, paperRules } from '../../../src/engine/learn/options';
import type { Library } from '../../../src/engine/skill/library';
import type { Json } from '../../../src/engine/types';
import type { Shown } from '../../../src/engine/writer/types';

/** Remembers what an earlier process had recorded of the writer. */
class ResumedStore extends MemoryStore {
  constructor(private readonly known: readonly RunEvent[]) {
    super();
  }

  override recall(key: string): RunEvent | undefined {
    return this.known.find((event) => 'key' in event && event.key === key);
  }
}

interface Setup {
  readonly propose: readonly Json[];
  readonly shown?: Shown;
  readonly library?: Library;
  readonly known?: readonly RunEvent[];
  readonly paper?: boolean;
}

async function events({ propose, shown, library, known = [], paper }: Setup) {
  const samples = toySamples('apple1', 'apple2', 'plum1 easy', 'plum2 easy');
  const store = new ResumedStore(known);
  const writer = new ToyWriter(() => propose);
  await runCycle({
    run: 'toy',
    task: new ToyTask({ dev: samples, val: toySamples('apple5', 'plum5 easy') }),
    agent: new ToyAgent(),
    writer: {
      classify: writer.classify,
      diagnose: writer.diagnose,
      propose: async (input) => {
        const result = await writer.propose(input);
        return result.ok && shown ? { ...result, shown } : result;
      },
      revise: (input) => writer.revise(input),
    },
    writerLabel: 'toy',
    library: library ?? toyLibrary({ sorting: 'Sort them.' }),
    options: toyOptions({ rules: paper === true ? paperRules : defaultRules }),
    store,
    clock: toyClock(),
    signal: new AbortController().signal,
  });
  const of = <T extends RunEvent['type']>(type: T) =>
    store.events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return { of, size: JSON.stringify(store.events).length };
}

const good = {
  action: 'ADD',
  name: 'fix',
  description: 'Fix',
  content: 'cures apple',
  tags: ['a'],
};
const giant = { ...good, name: 'giant', description: 'd'.repeat(64_000) };
const tagged = {
  ...good,
  name: 'tagged',
  tags: Array.from({ length: 5000 }, (_, i) => `tag ${String(i)}`),
};
const nested = {
  ...good,
  name: 'nested',
  extra: JSON.parse('[['.repeat(900) + ']]'.repeat(900)) as Json,
};

describe('a reply of the writer that no library could take', () => {
  it('is refused with its reason, and the run goes on with what is left', async () => {
    const { of, size } = await events({ propose: [giant, tagged, nested, good] });
    expect(of('proposal.made')[0]?.refused).toEqual([
      {
        edit: { action: 'ADD', name: 'giant' },
        reason: 'Its description is longer than 4000 characters.',
      },
      { edit: { action: 'ADD', name: 'tagged' }, reason: 'It has more than 100 tags.' },
    ]);
    expect(of('candidate.judged').flatMap(({ edits }) => edits.map(({ name }) => name))).toEqual([
      'nested',
      'fix',
    ]);
    expect(of('run.finished')).toHaveLength(1);
    // Neither the reply nor what was made of it got into the journal.
    expect(size).toBeLessThan(30_000);
  });

  it('does not stop the resume of a run in whose journal an older version left it', async () => {
    const known: RunEvent = {
      type: 'writer.replied',
      key: 'writer|propose|0|0|0',
      call: 'propose',
      epoch: 0,
      update: 0,
      k: 0,
      reply: [giant, tagged, good],
      usage: noUsage,
    };
    const { of } = await events({ propose: [], known: [known] });
    expect(of('proposal.made')[0]?.refused).toHaveLength(2);
    expect(of('candidate.judged').map(({ edits }) => edits[0]?.name)).toEqual(['fix']);
    expect(of('run.finished')).toHaveLength(1);
  });

  it('is no longer than what was asked for', async () => {
    const propose = ['a', 'b', 'c'].map((name) => ({ ...good, name, content: `cures ${name}` }));
    const { of } = await events({ propose });
    expect(of('candidate.judged')).toHaveLength(2);
    expect(of('proposal.made')[0]?.refused).toMatchObject([
      {
        edit: { name: 'c' },
        reason: expect.stringContaining('the 2 that a proposal may hold') as string,
      },
    ]);
  });
});

describe('a MODIFY of a skill', () => {
  const rewrite = { action: 'MODIFY', name: 'sorting', content: 'cures apple' };
  const patch = {
    action: 'MODIFY',
    name: 'sorting',
    hunks: [{ search: 'Sort them.', replace: 'Sort them: cures apple.' }],
  };

  it('that was not shown is refused', async () => {
    const { of } = await events({ propose: [rewrite], shown: { full: [], partly: [], unseen: 1 } });
    expect(of('candidate.judged')).toEqual([]);
    expect(of('proposal.made')[0]?.refused[0]?.reason).toBe(
      'The text of "sorting" was not shown to the writer, so it cannot be changed.',
    );
    expect(of('writer.replied').find(({ call }) => call === 'propose')?.shown).toEqual({
      full: [],
      partly: [],
      unseen: 1,
    });
  });

  it('may be a patch, and is a whole text from there on', async () => {
    const shown = {
      full: [],
      partly: [{ name: 'sorting', lines: [{ from: 1, to: 1 }] }],
      unseen: 0,
    };
    const { of } = await events({ propose: [patch], shown });
    const [judged] = of('candidate.judged');
    expect(judged?.edits).toEqual([
      {
        action: 'MODIFY',
        name: 'sorting',
        description: 'sorting',
        content: 'Sort them: cures apple.',
      },
    ]);
    expect((await events({ propose: [rewrite], shown })).of('candidate.judged')).toEqual([]);
  });

  it('is taken as it comes where a run proceeds as published', async () => {
    const shown = { full: [], partly: [], unseen: 1 };
    const { of } = await events({ propose: [rewrite], shown, paper: true });
    expect(of('candidate.judged')).toHaveLength(1);
  });
});
