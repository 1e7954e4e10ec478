import { choosePresets } from '../config/createModels';
import type { ChosenPresets, Env } from '../config/createModels';
import { createTask } from '../config/createTask';
import { reuseMode, toCycleOptions } from '../config/cycleOptions';
import { didYouMean } from '../util/didYouMean';
import { loadLibrary } from '../config/loadLibrary';
import type { LoadedLibrary } from '../config/loadLibrary';
import type { LoadedConfig } from '../config/loadRunConfig';
import type { CycleOptions } from '../engine/learn/options';
import { methods } from '../engine/methods';
import type { Method } from '../engine/methods';
import type { Task } from '../engine/ports';
import type { Library } from '../engine/skill/library';
import type { Sample } from '../engine/types';
import { UserError } from '../util/errors';
import { estimateRun } from './estimate';
import type { Estimate, EstimateInput } from './estimate';
import { promptSizes } from './promptSizes';
import { modelRoom, type ModelRoom } from './modelRoom';

/** Everything about a run that is known before its first model call. */
export interface RunPlan {
  readonly loaded: LoadedConfig;
  readonly method: Method;
  readonly options: CycleOptions;
  readonly reuse: 'auto' | 'always' | 'never';
  readonly presets: ChosenPresets;
  readonly task: Task;
  readonly dev: readonly Sample[];
  readonly val: readonly Sample[];
  readonly library: Library;
  /** The same with what is wrong with its files, some of which may have been left out. */
  readonly loadedLibrary: LoadedLibrary;
  readonly rooms: { readonly agent: ModelRoom; readonly writer: ModelRoom };
  readonly estimate: Estimate;
}

/** @throws UserError for whatever keeps the run from starting. Makes no model call. */
export async function planRun(
  loaded: LoadedConfig,
  env: Env,
  options: {
    readonly method?: string | undefined;
    /** Splits that must hold samples. */
    readonly splits?: readonly ('dev' | 'val')[];
  } = {},
): Promise<RunPlan> {
  const { method, splits = ['dev', 'val'] } = options;
  const { config } = loaded;
  const chosen = findMethod(method ?? config.method, loaded, method !== undefined);
  const presets = choosePresets(loaded, env);
  const { task, callsPerRollout } = await createTask(loaded);
  try {
    return await planWith(task, callsPerRollout, { loaded, method: chosen, presets, splits });
  } catch (error) {
    await task.close?.();
    throw error;
  }
}

async function planWith(
  task: Task,
  callsPerRollout: EstimateInput['callsPerRollout'],
  {
    splits,
    ...known
  }: Pick<RunPlan, 'loaded' | 'method' | 'presets'> & { readonly splits: readonly string[] },
): Promise<RunPlan> {
  const { loaded, presets } = known;
  const { config } = loaded;
  const loadedLibrary = await loadLibrary(loaded);
  const { library } = loadedLibrary;
  const [dev = [], val = []] = await Promise.all(
    (['dev', 'val'] as const).map((split) =>
      splits.includes(split) ? nonEmpty(task, split, loaded) : Promise.resolve([]),
    ),
  );
  const options = toCycleOptions(config, library.learned.length);
  const reuse = reuseMode(config);
  const temperature = config.agent_temperature ?? presets.agent.settings.temperature;
  const samples = [...dev, ...val];
  const rooms = {
    agent: modelRoom(presets.agent),
    writer: modelRoom(presets.writer, config.updater.max_tokens),
  };
  return {
    ...known,
    options,
    reuse,
    task,
    dev,
    val,
    library,
    loadedLibrary,
    rooms,
    estimate: estimateRun({
      options,
      samples: { dev: dev.length, val: val.length },
      callsPerRollout,
      confirms: options.gate.kind === 'confirmed' && !isRepeatable(presets),
      reuse: reuse === 'always' || (reuse === 'auto' && temperature === 0),
      sizes: promptSizes({
        task,
        samples,
        library,
        options,
        rooms,
        calls: callsPerRollout,
      }),
      prices: presets.prices,
    }),
  };
}

/** What a person changes when replies are cut. */
export function presetOf({ agent }: ChosenPresets): {
  readonly name: string;
  readonly maxTokens: number | undefined;
} {
  const { settings } = agent;
  return {
    name: agent.name,
    maxTokens: settings.backend === 'openai-chat' ? settings.max_tokens : undefined,
  };
}

/** Only a simulation without noise promises equal answers to equal requests. */
function isRepeatable({ agent: { settings } }: ChosenPresets): boolean {
  return settings.backend === 'simulated' && (settings.noise ?? 0) === 0;
}

function findMethod(name: string, loaded: LoadedConfig, isFlag: boolean): Method {
  const found = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (found) return found;
  const known = Object.keys(methods);
  const near = didYouMean(name, known);
  throw new UserError(`there is no method "${name.slice(0, 80)}"`, {
    place: isFlag ? { file: '--method' } : loaded.placeOf(['method']),
    fix: near === undefined ? `Methods: ${known.join(', ')}.` : `Did you mean "${near}"?`,
    kind: isFlag ? 'usage' : 'failed',
  });
}

/** The samples of a split that a run cannot do without. */
async function nonEmpty(
  task: Task,
  split: 'dev' | 'val',
  loaded: LoadedConfig,
): Promise<readonly Sample[]> {
  const samples = await task.samples(split);
  if (samples.length > 0) return samples;
  throw new UserError(`the task has no ${split} samples`, {
    place: loaded.placeOf(['task']),
    fix:
      split === 'dev'
        ? 'Learning needs samples to learn from; give some cases the split "dev".'
        : 'Learning needs samples to monitor; give some cases the split "val".',
  });
}
