import type { Model } from '../ports';
import type { Usage } from '../types';
import { addUsage, noUsage } from '../usage';

/** A model, if there is one, and what was spent through it here. */
export class CountingModel {
  usage: Usage = noUsage;
  /** What it threw last, if its last call failed. */
  failed: unknown;
  readonly model: Model | undefined;

  constructor(inner: Model | undefined) {
    this.model = inner && {
      label: inner.label,
      identity: inner.identity,
      temperature: inner.temperature,
      ...(inner.isRepeatable === undefined ? {} : { isRepeatable: inner.isRepeatable }),
      complete: async (request, signal) => {
        try {
          const reply = await inner.complete(request, signal);
          this.failed = undefined;
          this.usage = addUsage(this.usage, reply.usage);
          return reply;
        } catch (error) {
          this.failed = error;
          throw error;
        }
      },
    };
  }
}
