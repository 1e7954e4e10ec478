import type { Sample } from '../types';
import type { RunContext } from './context';
import type { Scope } from './events';
import { Librarian } from './librarian';
import { createTools, type Tools } from './tools';
import { WriterDesk } from './writerDesk';

/** What the steps of one learning run work with. */
export interface Kit extends Tools {
  readonly context: RunContext;
  readonly desk: WriterDesk;
  readonly librarian: Librarian;
  /** Dev samples by id. */
  readonly samples: ReadonlyMap<string, Sample>;
}

export function createKit(context: RunContext, dev: readonly Sample[]): Kit {
  const tools = createTools(context);
  return {
    ...tools,
    context,
    desk: new WriterDesk(context, tools.faults, tools.pool),
    librarian: new Librarian(context),
    samples: new Map(dev.map((sample) => [sample.id, sample])),
  };
}

export function updateScope(epoch: number, update: number): Scope {
  return `${epoch}|${update}`;
}
