import type { Sample } from '../types';
import type { RunContext } from './context';
import type { Scope } from './events';
import { Librarian } from './librarian';
import { Repeatability } from './repeatability';
import { createTools, type Tools } from './tools';
import { WriterDesk } from './writerDesk';

/** What the steps of one learning run work with. */
export interface Kit extends Tools {
  readonly context: RunContext;
  readonly desk: WriterDesk;
  readonly librarian: Librarian;
  readonly repeatability: Repeatability;
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
    repeatability: new Repeatability(context.agent, context.judge, context.options.probeRepeats),
    samples: new Map(dev.map((sample) => [sample.id, sample])),
  };
}

/** Is what leads confirmed on fresh rollouts, or does one rollout per probe decide? */
export function confirms({ context, repeatability }: Kit): boolean {
  return context.options.gate.kind === 'confirmed' && !repeatability.isDeterministic;
}

export function updateScope(epoch: number, update: number): Scope {
  return `${epoch}|${update}`;
}
