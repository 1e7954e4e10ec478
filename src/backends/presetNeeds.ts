import type { Env } from './expandEnv';
import { expandEnv, mentions } from './expandEnv';
import type { KeyUse } from './keyGrants';
import { namesOwnServer, usesToAllow } from './keyRules';
import { findPreset } from './presetFiles';
import { readYamlFile } from './yamlFile';

/** What a preset asks of the person, known without its variables being set and without using it. */
export interface PresetNeeds {
  readonly name: string;
  readonly file: string;
  /** As written: `openai-chat`, `simulated`, …; `undefined` when it does not say. */
  readonly backend: string | undefined;
  /** As far as it can be told without its variables. */
  readonly model: string | undefined;
  /** Scheme, host and port that are asked; `undefined` when no server is, or a variable of it is not set. */
  readonly origin: string | undefined;
  /** Variables the key comes from. */
  readonly keyVariables: readonly string[];
  /** Variables that are not set and have no default, those of the key among them. */
  readonly unset: readonly string[];
  /** Variables that are set and would go to a server beyond this machine, which a person has to allow. */
  readonly toAllow: readonly KeyUse[];
  /** The origin stands in the file, and comes from no variable that is set. */
  readonly namesOwnServer: boolean;
}

/**
 * Reads a preset leniently: wrong settings are found when it is used.
 * @throws UserError when there is no such preset, or its file is no YAML.
 */
export function presetNeeds(asked: string, dirs: readonly string[], env: Env): PresetNeeds {
  const { name, file } = findPreset(asked, dirs);
  const yaml = readYamlFile(file);
  const raw = yaml.value;
  const { value, unset } = expandEnv(raw, env);
  const url = text(value, 'base_url');
  return {
    name,
    file,
    backend: text(value, 'backend'),
    model: withoutVariables(text(value, 'model')),
    origin: url !== undefined && URL.canParse(url) ? originOf(url) : undefined,
    keyVariables: mentions(text(raw, 'api_key') ?? '').map(({ variable }) => variable),
    unset: [...new Set(unset.map(({ variable }) => variable))],
    toAllow: usesToAllow(yaml, env),
    namesOwnServer: namesOwnServer(yaml, env),
  };
}

function text(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : undefined;
}

function withoutVariables(found: string | undefined): string | undefined {
  return found === undefined || mentions(found).length > 0 ? undefined : found;
}

function originOf(url: string): string | undefined {
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
