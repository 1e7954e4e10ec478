/** What the engine itself costs: 10,000 dev samples through the real store, with an agent that answers at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCycle } from '../../src/engine/learn/cycle';
import { openRun } from '../../src/store/runDirectory';
import { systemClock } from '../../src/backends/systemClock';
import {
  edit,
  toyLibrary,
  toyOptions,
  toySamples,
  ToyAgent,
  ToyTask,
  ToyWriter,
} from '../support/toyWorld';

export interface Overhead {
  readonly rollouts: number;
  /** Milliseconds of CPU, of all threads, per rollout. */
  readonly cpuMsPerRollout: number;
  readonly peakResidentMb: number;
}

export async function benchOverhead(devSamples = 10_000): Promise<Overhead> {
  const dev = toySamples(
    ...Array.from({ length: devSamples }, (_, i) => (i % 3 === 0 ? `apple${i}` : `plum${i} easy`)),
  );
  const val = toySamples(...Array.from({ length: 100 }, (_, i) => `pear${i} easy`));
  const dir = await mkdtemp(path.join(tmpdir(), 'grasp-bench-'));
  const store = await openRun({ dir: path.join(dir, 'run'), mode: 'create' });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  try {
    let rollouts = 0;
    const task = new ToyTask({ dev, val });
    const rollout = task.rollout.bind(task);
    task.rollout = (...args) => {
      rollouts += 1;
      return rollout(...args);
    };
    const before = process.cpuUsage();
    await runCycle({
      run: 'overhead',
      task,
      agent: new ToyAgent(),
      writer: new ToyWriter(({ k }) => [edit('ADD', `skill ${k}`, 'helps nobody')]),
      writerLabel: 'toy',
      library: toyLibrary(),
      options: toyOptions({ updateEvery: 50, proposals: 4, probeSize: 20, concurrency: 10 }),
      store,
      clock: systemClock,
      signal: new AbortController().signal,
    });
    const { user, system } = process.cpuUsage(before);
    peak = Math.max(peak, process.memoryUsage.rss());
    return {
      rollouts,
      cpuMsPerRollout: (user + system) / 1000 / rollouts,
      peakResidentMb: peak / 2 ** 20,
    };
  } finally {
    clearInterval(watch);
    store.close();
    await rm(dir, { recursive: true });
  }
}
