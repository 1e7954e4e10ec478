import { createModels } from '../config/createModels';
import type { Models } from '../config/createModels';
import { EndpointWatch } from './endpointWatch';
import type { RunPlan } from './planRun';
import { progressLines } from './report/progressLines';
import type { Session } from './session';

/** The models of a command without a journal: what they wait for is said on the terminal. */
export function watchedModels(
  { presets, loaded }: Pick<RunPlan, 'presets' | 'loaded'>,
  { clock, terminal }: Session,
): { readonly models: Models; readonly watch: EndpointWatch } {
  const watch = new EndpointWatch(clock);
  const bare = createModels(presets, loaded, clock, (model, waiting) =>
    watch.waits(model, waiting),
  );
  watch.start((event) => {
    const view = { dir: '', colours: terminal.colours };
    for (const line of progressLines(event, view)) terminal.warn(line);
  });
  const models = {
    agent: watch.watched(bare.agent),
    writer: watch.watched(bare.writer),
    judge: watch.watched(bare.judge),
  };
  return { models, watch };
}
