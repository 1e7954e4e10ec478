import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Clock, Model } from '../engine/ports';
import { UserError } from '../util/errors';
import { OpenAIChatModel } from './openaiChat';
import type { Preset } from './presets';
import { recorded } from './recorded';
import type { RetryOptions, Waiting } from './retry';

/** Makes the model of a backend that this folder does not know itself. */
export type BackendFactory = (preset: Preset) => Model;

export interface CreateOptions {
  /** Instead of the preset's. */
  readonly temperature?: number | undefined;
  /** Instead of the preset's. */
  readonly maxTokens?: number | undefined;
  /** By the name of the backend; `simulated` comes this way. */
  readonly factories?: Readonly<Record<string, BackendFactory>> | undefined;
  readonly clock?: Clock | undefined;
  /** Before the preset's. */
  readonly retry?: Partial<RetryOptions> | undefined;
  /** Hears of every wait before another attempt, with the model's label. */
  readonly onWait?: ((model: string, waiting: Waiting) => void) | undefined;
}

/**
 * The model a preset describes. Asks nothing of it yet.
 * @throws UserError if the preset cannot work (see checkEndpoint, recorded).
 */
export function createModel(preset: Preset, options: CreateOptions = {}): Model {
  const changed = overridden(preset, options);
  const { settings } = changed;
  const { factories = {}, clock, onWait, retry } = options;
  const factory = Object.hasOwn(factories, settings.backend)
    ? factories[settings.backend]
    : undefined;
  if (factory) return factory(changed);
  switch (settings.backend) {
    case 'openai-chat':
      return openaiChat(changed, settings, { clock, onWait, retry });
    case 'recorded': {
      const { temperature } = settings;
      return recorded(cassettePath(changed.file, settings.cassette), {
        ...(temperature === undefined ? {} : { temperature }),
      });
    }
    case 'simulated':
      throw new UserError('the simulated backend is not available here', {
        place: { file: preset.file },
      });
  }
}

type Settings<B extends Preset['settings']['backend']> = Extract<
  Preset['settings'],
  { backend: B }
>;

function openaiChat(
  preset: Preset,
  settings: Settings<'openai-chat'>,
  { clock, onWait, retry: asked }: Pick<CreateOptions, 'clock' | 'onWait' | 'retry'>,
): Model {
  const { retry } = settings;
  const model = new OpenAIChatModel({
    baseURL: settings.base_url,
    model: settings.model,
    apiKey: settings.api_key,
    temperature: settings.temperature,
    maxTokens: settings.max_tokens,
    timeoutMs: settings.timeout * 1000,
    extraBody: settings.extra_body,
    prices: settings.prices,
    retry: {
      ...(retry?.attempts === undefined ? {} : { attempts: retry.attempts }),
      ...(retry?.base_ms === undefined ? {} : { baseMs: retry.base_ms }),
      ...(retry?.max_ms === undefined ? {} : { maxMs: retry.max_ms }),
      ...asked,
    },
    name: preset.name,
    keyFrom: keyFrom(preset),
    clock,
    onWait: onWait && ((waiting) => onWait(model.label, waiting)),
  });
  return model;
}

function keyFrom({ keyVariables, name }: Preset): string {
  const source = keyVariables.length > 0 ? keyVariables.join(', ') : 'api_key';
  return `${source} of preset ${name}`;
}

function overridden(preset: Preset, { temperature, maxTokens }: CreateOptions): Preset {
  const settings = {
    ...preset.settings,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  };
  return { ...preset, settings };
}

/** A cassette lies in its preset's folder: a preset from elsewhere shall not have other files read. */
function cassettePath(presetFile: string, cassette: string): string {
  const folder = dirname(presetFile);
  const path = resolve(folder, cassette);
  const outside = () =>
    new UserError("cassette must lie inside the preset's folder", { place: { file: presetFile } });
  if (isAbsolute(cassette) || !isInside(folder, path)) throw outside();
  try {
    // A link inside may lead outside.
    if (!isInside(realpathSync(folder), realpathSync(path))) throw outside();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('the cassette cannot be read', { place: { file: path }, cause: error });
  }
  return path;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
