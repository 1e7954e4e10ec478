import { metered } from '../backends/meter';
import type { Meter } from '../backends/meter';
import { reusing } from '../backends/reuse';
import type { ReuseMode } from '../backends/reuse';
import type { Models } from '../config/createModels';
import type { Clock, Model, ReplyCache } from '../engine/ports';

/** The models of a run as it works with them: every call counts on the meter, equal calls are made once. */
export function accountedModels(
  models: Models,
  how: {
    readonly meter: Meter;
    readonly clock: Clock;
    readonly cache: ReplyCache;
    readonly reuse: ReuseMode;
  },
): Models {
  const account = (model: Model): Model =>
    reusing(metered(model, how.meter, how.clock), how.cache, how.reuse);
  return {
    agent: account(models.agent),
    writer: account(models.writer),
    judge: account(models.judge),
  };
}
