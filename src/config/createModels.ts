import { resolve } from 'node:path';
import { createModel, isPresetPath, loadPreset } from '../backends/presets';
import type { BackendFactory, Preset } from '../backends/presets';
import type { Waiting } from '../backends/retry';
import { SimulatedModel } from '../backends/simulated';
import type { Clock, Model } from '../engine/ports';
import { UserError } from '../util/errors';
import type { LoadedConfig } from './loadRunConfig';

export type Env = Readonly<Record<string, string | undefined>>;

/** What is known about the backends of a run before any of them is asked. */
export interface ChosenPresets {
  readonly agent: Preset;
  readonly writer: Preset;
  readonly judge: Preset;
  readonly isSimulated: boolean;
  readonly prices: { readonly input: number; readonly output: number } | undefined;
}

/** The models of a run, bare: neither metered nor reusing. */
export interface Models {
  readonly agent: Model;
  readonly writer: Model;
  readonly judge: Model;
}

/** @throws UserError when a preset is unknown, incomplete or wrong. */
export function choosePresets(loaded: LoadedConfig, env: Env): ChosenPresets {
  const { config, preset, presetDirs } = loaded;
  const read = new Map<string, Preset>();
  const load = (asked: string): Preset => {
    const path = isPresetPath(asked) ? resolve(loaded.pathOf(asked)) : asked;
    const known = read.get(path) ?? loadPreset(path, presetDirs, env);
    read.set(path, known);
    return known;
  };
  const agent = load(preset);
  const writer = config.updater.preset === undefined ? agent : load(config.updater.preset);
  const judge = config.judge.preset === undefined ? writer : load(config.judge.preset);
  if (config.budget.usd !== undefined) [agent, writer, judge].forEach(checkPriced);
  const { settings } = agent;
  return {
    agent,
    writer,
    judge,
    isSimulated: settings.backend === 'simulated' || settings.model === 'simulated',
    prices: settings.backend === 'openai-chat' ? settings.prices : undefined,
  };
}

/** @throws UserError when nobody could say what a model costs: a cap in dollars would never be reached. */
function checkPriced({ name, file, settings }: Preset): void {
  const costs = settings.backend === 'openai-chat' && settings.model !== 'simulated';
  if (!costs || settings.prices) return;
  throw new UserError(`budget.usd cannot hold: the preset ${name} names no prices`, {
    place: { file },
    fix: [
      'Add what the model costs in US dollars per million tokens (0 if it costs nothing), or leave out budget.usd:',
      'prices:',
      '  input: 0.40',
      '  output: 1.60',
    ].join('\n  '),
  });
}

/** Makes the models of a run; asks nothing of them yet. */
export function createModels(
  presets: ChosenPresets,
  loaded: LoadedConfig,
  clock: Clock,
  /** Hears of every wait of a model before it tries again, with the model's label. */
  onWait?: (model: string, waiting: Waiting) => void,
): Models {
  const { agent_temperature, updater, judge, cycle } = loaded.config;
  const factories = { simulated: simulatedFactory(clock) };
  const common = { factories, clock, ...(onWait === undefined ? {} : { onWait }) };
  const writerSettings = {
    temperature: cycle.proposal_temperature ?? updater.temperature,
    maxTokens: updater.max_tokens,
  };
  return {
    agent: createModel(presets.agent, { temperature: agent_temperature, ...common }),
    writer: createModel(presets.writer, { ...writerSettings, ...common }),
    judge: createModel(presets.judge, {
      temperature: judge.temperature ?? 0,
      maxTokens: judge.max_tokens,
      ...common,
    }),
  };
}

function simulatedFactory(clock: Clock): BackendFactory {
  return ({ settings }) =>
    new SimulatedModel({
      clock,
      ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
      ...(settings.backend === 'simulated'
        ? {
            seed: settings.seed,
            noise: settings.noise ?? 0,
            latencyMs: settings.latency_ms ?? 0,
          }
        : {}),
    });
}
