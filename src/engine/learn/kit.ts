import { Pool } from '../pool';
import type { Sample } from '../types';
import type { RunContext } from './context';
import { EpisodeRunner } from './episode';
import type { Scope } from './events';
import { FaultMonitor } from './faults';
import { Librarian } from './librarian';
import { Prober } from './probing';
import { WriterDesk } from './writerDesk';

/** What the steps of one learning run work with. */
export interface Kit {
  readonly context: RunContext;
  readonly pool: Pool;
  readonly runner: EpisodeRunner;
  readonly prober: Prober;
  readonly desk: WriterDesk;
  readonly librarian: Librarian;
  /** Dev samples by id. */
  readonly samples: ReadonlyMap<string, Sample>;
}

export function createKit(context: RunContext, dev: readonly Sample[]): Kit {
  const pool = new Pool(context.options.concurrency);
  const faults = new FaultMonitor(context.options.rules.maxConsecutiveFaults);
  const runner = new EpisodeRunner(context, faults);
  return {
    context,
    pool,
    runner,
    prober: new Prober(context, runner, pool),
    desk: new WriterDesk(context, faults, pool),
    librarian: new Librarian(context),
    samples: new Map(dev.map((sample) => [sample.id, sample])),
  };
}

export function updateScope(epoch: number, update: number): Scope {
  return `${epoch}|${update}`;
}
