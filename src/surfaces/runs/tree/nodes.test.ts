import { describe, expect, it } from 'vitest';
import { emptyRun } from '../../../store/runState';
import type { KnownRun } from '../../common/runRoots';
import { stateAfter, testRun } from '../testRun';
import {
  candidateIn,
  childrenOfEpoch,
  childrenOfRun,
  childrenOfUpdate,
  runNode,
  type NodeOf,
  type RunNode,
} from './nodes';
import { PAGE, Pages } from './pages';
import { RunReader } from './runReader';
import { foldersOf } from './topNodes';

const ofKind = <K extends RunNode['kind']>(nodes: readonly RunNode[], kind: K) =>
  nodes.filter((node): node is NodeOf<K> => node.kind === kind);

describe('the elements of a run', () => {
  const state = stateAfter();
  const run = runNode(testRun);
  const [epoch] = ofKind(childrenOfRun(run, state), 'epoch');
  const updates = epoch ? ofKind(childrenOfEpoch(epoch, state), 'update') : [];

  it('are baseline and epochs, updates, candidates, each below the one before', () => {
    expect(childrenOfRun(run, state).map(({ kind }) => kind)).toEqual(['baseline', 'epoch']);
    expect(epoch?.parent).toBe(run.id);
    expect(updates).toHaveLength(2);
    const candidates = updates.flatMap((update) => childrenOfUpdate(update, state));
    expect(candidates.map(({ parent }) => parent)).toEqual([updates[1]?.id, updates[1]?.id]);
    expect(ofKind(candidates, 'candidate').map(({ candidate }) => candidate)).toEqual([
      'e0-u1-a',
      'e0-u1-b',
    ]);
    expect(candidateIn(state, 'e0-u1-b')?.judged.verdict).toBe('rejected');
    expect(candidateIn(state, 'nope')).toBeUndefined();
  });

  it('keep their ids while the run grows, and no two have the same', () => {
    const early = childrenOfRun(run, stateAfter('update.started')).map(({ id }) => id);
    const all = [run, ...childrenOfRun(run, state), ...updates];
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(early));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('are there for epochs of which only the score is left', () => {
    const val = [
      { epoch: 3, score: 0.5, correct: null, total: null, errored: 0, devScore: null },
    ] as const;
    const nodes = childrenOfRun(run, { ...emptyRun, val });
    expect(ofKind(nodes, 'epoch').map((node) => node.epoch)).toEqual([3]);
    expect(nodes.flatMap((node) => (node.kind === 'epoch' ? childrenOfEpoch(node, emptyRun) : []))).toEqual([]);
  });
});

describe('folders of runs', () => {
  const here = { folder: '/w/runs', isOpened: false };
  const there = { folder: '/x', isOpened: true };

  it('are shown only where there is something to tell apart or to close', () => {
    expect(foldersOf([testRun], [here])).toBeUndefined();
    expect(foldersOf([testRun], [here, { folder: '/w2/runs', isOpened: false }])).toBeUndefined();
    expect(foldersOf([], [here, there])?.map(({ root }) => root)).toEqual([there]);
    expect(foldersOf([testRun], [here, there, here])?.map(({ root }) => root)).toEqual([
      here,
      there,
    ]);
  });
});

describe('a long list', () => {
  const items = Array.from({ length: 260 }, (_, i) => i);

  it('is shown in pages', () => {
    const pages = new Pages();
    expect(pages.of('a', items)).toEqual({ shown: items.slice(0, PAGE), left: 210 });
    pages.showMore('a');
    expect(pages.of('a', items).shown).toHaveLength(2 * PAGE);
    expect(pages.of('b', items).shown).toHaveLength(PAGE);
  });

  it('is shown whole when only one item would be left', () => {
    expect(new Pages().of('a', items.slice(0, PAGE + 1)).left).toBe(0);
    expect(new Pages().of('a', items.slice(0, PAGE + 2)).left).toBe(2);
  });
});

describe('reading the runs that are shown', () => {
  const runs = Array.from({ length: 20 }, (_, i): KnownRun => ({
    ...testRun,
    dir: `/w/runs/${i}`,
  }));

  it('reads few at a time, each once, and tells of each', async () => {
    const states = new Map<string, ReturnType<typeof stateAfter>>();
    let atOnce = 0;
    let most = 0;
    const asked: string[] = [];
    const source = {
      state: async (run: KnownRun) => {
        asked.push(run.dir);
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        if (run.dir.endsWith('/7')) throw new Error('it is broken');
        states.set(run.dir, stateAfter());
        return stateAfter();
      },
      lastState: (run: KnownRun) => states.get(run.dir),
    };
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      const reader = new RunReader(source, ({ dir }) => {
        told.push(dir);
        // Whoever shows it looks again.
        const reading = reader.look(runs.find((run) => run.dir === dir) ?? testRun);
        expect(reading.kind).toBe(dir.endsWith('/7') ? 'problem' : 'read');
        if (told.length === runs.length) resolve();
      });
      for (const run of runs) expect(reader.look(run)).toEqual({ kind: 'unread' });
    });
    expect(most).toBe(4);
    expect(asked).toEqual(runs.map(({ dir }) => dir));
  });

  it('reads again what was written since', async () => {
    let count = 0;
    const source = { state: async () => stateAfter(), lastState: () => stateAfter() };
    const reader = new RunReader(
      { ...source, state: async () => ((count += 1), stateAfter()) },
      () => undefined,
    );
    reader.look(testRun);
    reader.look(testRun);
    await new Promise((resolve) => setImmediate(resolve));
    expect(count).toBe(1);
    reader.look({ ...testRun, changed: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(count).toBe(2);
  });
});
