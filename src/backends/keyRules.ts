/**
 * A preset may come with a repository somebody else wrote. It names variables of the person who runs
 * it, so it must not be able to carry their secrets off: secrets stand in `api_key` only, a provider's
 * key goes to that provider or to where the person's own environment says, and no key is written down.
 */
import { UserError } from '../util/errors';
import { isLoopback } from './endpoint';
import type { Env, Path } from './expandEnv';
import { literalParts, mentions } from './expandEnv';
import type { YamlFile } from './yamlFile';

const SECRET_NAME = /(^|_)(API_?KEY|KEY|TOKEN|PAT|SECRET|PASSWORD|PASSWD|CREDENTIALS?)(_|$)/i;

/** Longest placeholder (`lm-studio`, `not-needed`) that is certainly no key. */
const LONGEST_PLACEHOLDER = 16;

/** Well-known secrets and the domains they belong to. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  ANTHROPIC_API_KEY: ['anthropic.com'],
  AWS_SECRET_ACCESS_KEY: [],
  AWS_SESSION_TOKEN: [],
  AZURE_API_KEY: ['azure.com', 'azure-api.net'],
  AZURE_OPENAI_API_KEY: ['azure.com', 'azure-api.net'],
  DEEPSEEK_API_KEY: ['deepseek.com'],
  GEMINI_API_KEY: ['googleapis.com'],
  GITHUB_TOKEN: ['github.com', 'github.ai'],
  GOOGLE_API_KEY: ['googleapis.com'],
  GROQ_API_KEY: ['groq.com'],
  HF_TOKEN: ['huggingface.co'],
  MISTRAL_API_KEY: ['mistral.ai'],
  NPM_TOKEN: [],
  OPENAI_API_KEY: ['openai.com'],
  OPENROUTER_API_KEY: ['openrouter.ai'],
  TOGETHER_API_KEY: ['together.xyz', 'together.ai'],
  XAI_API_KEY: ['x.ai'],
};

/**
 * Checks a preset as it is written, before its variables are filled in.
 * @throws UserError with the line. Never shows a value.
 */
export function checkSecretsStay(preset: YamlFile, env: Env = {}): void {
  const guarded = keyOrigins(env);
  for (const { text, path } of strings(preset.value, [])) {
    if (path.length === 1 && path[0] === 'api_key') {
      if (literalParts(text).length <= LONGEST_PLACEHOLDER) continue;
      throw new UserError('api_key holds a key in clear text', {
        place: preset.placeOf(path),
        fix: 'Put the key into a variable and write api_key: ${OPENAI_API_KEY}, or the name you chose.',
      });
    }
    const secret = mentions(text).find(
      ({ variable }) => SECRET_NAME.test(variable) || Object.hasOwn(guarded, variable),
    );
    if (secret) {
      throw new UserError(`${secret.variable} looks like a secret, and only api_key may hold one`, {
        place: preset.placeOf(path),
      });
    }
  }
}

/**
 * Checks that a provider's key goes where it belongs. `baseURL` and `apiKey` as written, `expandedURL`
 * with the variables filled in.
 * @throws UserError with the line.
 */
export function checkKeyGoesHome(
  preset: YamlFile,
  { baseURL, apiKey, expandedURL }: Readonly<Record<'baseURL' | 'apiKey' | 'expandedURL', string>>,
  env: Env,
): void {
  if (!URL.canParse(expandedURL)) return;
  const { hostname, origin } = new URL(expandedURL);
  const guarded = keyOrigins(env);
  const isGuarded = (variable: string): boolean => Object.hasOwn(guarded, variable);
  for (const { variable } of mentions(apiKey)) {
    if (!env[variable] || !isGuarded(variable) || guarded[variable]?.includes(origin)) continue;
    throw new UserError(`${variable} may not be sent to ${origin}`, {
      place: preset.placeOf(['base_url']),
      fix: 'The key is kept for other servers. Start again from the editor, which asks about this one.',
    });
  }
  if (saidByEnvironment(baseURL, env) || isLoopback(hostname)) return;
  for (const { variable } of mentions(apiKey)) {
    if (isGuarded(variable)) continue;
    const homes = Object.hasOwn(HOMES, variable) ? HOMES[variable] : undefined;
    if (!homes || !env[variable]) continue;
    if (homes.some((home) => hostname === home || hostname.endsWith(`.${home}`))) continue;
    throw new UserError(`this preset would send ${variable} to ${hostname}`, {
      place: preset.placeOf(['base_url']),
      fix:
        'If that is meant, name the server in your environment and write base_url: ${OPENAI_BASE_URL}, ' +
        'or keep the key for this server in a variable of its own.',
    });
  }
}

/**
 * Where keys may go that somebody keeps for the person: `{"OPENAI_API_KEY": ["https://api.openai.com"]}` in
 * this variable. Whoever hands over a key says so with it, and then no file can send that key elsewhere,
 * whatever it says by the time it is read.
 */
export const KEY_ORIGINS = 'GRASP_KEY_ORIGINS';

/** @throws UserError when it cannot be understood: a guard that is not read would let everything pass. */
function keyOrigins(env: Env): Readonly<Record<string, readonly unknown[]>> {
  const text = env[KEY_ORIGINS];
  if (!text) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const lists = Object.entries(value).filter(([, list]) => Array.isArray(list));
    if (lists.length === Object.keys(value).length) return Object.fromEntries(lists);
  }
  throw new UserError(`${KEY_ORIGINS} is not a JSON object of lists`, {
    fix: 'The editor sets it; unset it where you start GRASP yourself.',
    kind: 'usage',
  });
}

/** Does the host come from a variable the person set, rather than from the file? */
function saidByEnvironment(baseURL: string, env: Env): boolean {
  const variable = /^\$\{(\w+)(?::-[^}]*)?\}(?:\/.*)?$/.exec(baseURL)?.[1];
  return variable !== undefined && Object.hasOwn(env, variable) && env[variable] !== '';
}

function* strings(value: unknown, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* strings(inner, [...path, key]);
}
