import type { z } from 'zod';
import { UserError } from '../util/errors';
import { suggestion } from '../util/didYouMean';
import { checkEndpoint } from './endpoint';
import type { Env, Path } from './expandEnv';
import { expandEnv, mentions } from './expandEnv';
import { checkSecretsStay, checkVariablesStay } from './keyRules';
import { findPreset } from './presetFiles';
import type { PresetSettings } from './presetSchema';
import { backends, presetSchema } from './presetSchema';
import { Secret } from './secret';
import type { YamlFile } from './yamlFile';
import { readYamlFile } from './yamlFile';

export { createModel, type BackendFactory, type CreateOptions } from './createModel';
export { KeyNotAllowed, keyUseText, parseKeyUse, withGrants, type KeyUse } from './keyGrants';
export { findPreset, isPresetPath, listPresets, type PresetFile } from './presetFiles';
export { presetNeeds, type PresetNeeds } from './presetNeeds';
export { presetSchema, type PresetSettings } from './presetSchema';

/** A backend preset, read and checked, its variables filled in. Prints without its key. */
export interface Preset {
  readonly name: string;
  readonly file: string;
  readonly settings: PresetSettings;
  /** Variables the key comes from. */
  readonly keyVariables: readonly string[];
}

/**
 * Reads `<dir>/<name>.yaml` from the first folder that has it, or the file of an absolute path, and fills in
 * its variables.
 * @throws UserError naming file and line: unknown preset, broken YAML, unset variable, wrong setting;
 * KeyNotAllowed where a key would go to a server that the person has not allowed it to go to.
 */
export function loadPreset(asked: string, dirs: readonly string[], env: Env = process.env): Preset {
  const { name, file } = findPreset(asked, dirs);
  const yaml = readYamlFile(file);
  const raw = mapping(yaml);
  checkBackend(raw, yaml);
  checkSecretsStay(yaml, env);
  if (raw['backend'] === 'openai-chat') checkVariablesStay(yaml, env);
  const { value, unset } = expandEnv(raw, env);
  if (unset.length > 0) throw unsetError(unset, yaml, name);
  const parsed = presetSchema.safeParse(value);
  if (!parsed.success) throw settingError(parsed.error, yaml);
  const settings = parsed.data;
  const apiKey = typeof raw['api_key'] === 'string' ? raw['api_key'] : '';
  if (settings.backend === 'openai-chat') checkEndpointAt(settings, yaml);
  const keyVariables = mentions(apiKey).map(({ variable }) => variable);
  return { name, file, settings, keyVariables };
}

/** Variables a preset needs and the environment lacks; those with a default are not needed. */
export function missingVariables(
  name: string,
  dirs: readonly string[],
  env: Env = process.env,
): readonly string[] {
  const yaml = readYamlFile(findPreset(name, dirs).file);
  return [...new Set(expandEnv(yaml.value, env).unset.map(({ variable }) => variable))];
}

/** The preset with another temperature; `undefined` leaves it as it is. */
export function withTemperature(preset: Preset, temperature: number | undefined): Preset {
  if (temperature === undefined) return preset;
  return { ...preset, settings: { ...preset.settings, temperature } };
}

/** The key itself, for who sends it; `undefined` if the preset has none. */
export function apiKeyOf({ settings }: Pick<Preset, 'settings'>): string | undefined {
  return settings.backend === 'openai-chat' ? Secret.reveal(settings.api_key) : undefined;
}

function mapping(yaml: YamlFile): Readonly<Record<string, unknown>> {
  const { value } = yaml;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UserError('a preset is a list of settings, one "name: value" per line', {
    place: yaml.placeOf([]),
  });
}

function checkBackend(raw: Readonly<Record<string, unknown>>, yaml: YamlFile): void {
  const backend = raw['backend'];
  if (backends.some((known) => known === backend)) return;
  const known = `Known backends: ${backends.join(', ')}.`;
  if (typeof backend === 'string') {
    throw new UserError(`unknown backend "${backend.slice(0, 80)}"`, {
      place: yaml.placeOf(['backend']),
      fix: `${known} ${suggestion(backend, backends)}`.trimEnd(),
    });
  }
  throw new UserError('the preset does not say its backend', {
    place: yaml.placeOf(['backend']),
    fix: `Add a line such as "backend: openai-chat". ${known}`,
  });
}

function unsetError(
  unset: readonly { readonly variable: string; readonly path: Path }[],
  yaml: YamlFile,
  name: string,
): UserError {
  const names = [...new Set(unset.map(({ variable }) => variable))];
  const line = (variable: string) =>
    process.platform === 'win32' ? `$env:${variable} = "..."` : `export ${variable}=...`;
  const subject = names.length === 1 ? 'the variable' : 'the variables';
  const verb = names.length === 1 ? 'is' : 'are';
  return new UserError(
    `preset ${name} needs ${subject} ${names.join(', ')}, which ${verb} not set`,
    {
      place: yaml.placeOf(unset[0]?.path ?? []),
      fix: names.map(line).join('\n  '),
    },
  );
}

function settingError(error: z.ZodError, yaml: YamlFile): UserError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).filter((step) => typeof step !== 'symbol');
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return new UserError(`unknown setting "${key}"`, {
      place: yaml.placeOf([...path, key]),
      fix: suggestion(key, settingNames()) || `Known settings: ${settingNames().join(', ')}.`,
    });
  }
  const setting = path.join('.');
  return new UserError(`${setting}: ${issue?.message ?? 'wrong'}`, { place: yaml.placeOf(path) });
}

function settingNames(): readonly string[] {
  const names = presetSchema.options.flatMap((option) => Object.keys(option.shape));
  return [...new Set(names)].sort();
}

function checkEndpointAt(
  settings: PresetSettings & { readonly backend: 'openai-chat' },
  yaml: YamlFile,
): void {
  try {
    checkEndpoint(settings.base_url, Secret.reveal(settings.api_key) !== undefined);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, {
      place: yaml.placeOf(['base_url']),
      ...(error.fix === undefined ? {} : { fix: error.fix }),
    });
  }
}
