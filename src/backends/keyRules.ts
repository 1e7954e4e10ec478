/**
 * A preset may come with a repository somebody else wrote. It names variables of the person who runs it, so it
 * must not be able to carry their secrets off. What goes to this machine's own servers stays here; for any
 * other, a variable is filled in only where it is harmless by its name, or where the person allowed it.
 */
import { UserError } from '../util/errors';
import { isLoopback } from './endpoint';
import type { Env, Path } from './expandEnv';
import { expandEnv, literalParts, mentions, valueOf } from './expandEnv';
import type { KeyUse } from './keyGrants';
import { isGranted, KeyNotAllowed, keyOrigins } from './keyGrants';
import { isHome } from './keyHomes';
import { Secret } from './secret';
import type { YamlFile } from './yamlFile';

const SECRET_NAME = /(^|_)(API_?KEY|KEY|TOKEN|PAT|SECRET|PASSWORD|PASSWD|CREDENTIALS?)(_|$)/i;
/** Variables that name a model or how to ask it. */
const SETTING_NAME =
  /^([A-Z0-9]+_)*(MODEL(_NAME|_ID)?|DEPLOYMENT(_NAME)?|REGION|API_VERSION|TEMPERATURE|MAX_TOKENS)$/;
/** Variables that name a server, good for the start of `base_url` only. */
const SERVER_NAME = /^([A-Z0-9]+_)*(BASE_URL|API_BASE|API_URL|ENDPOINT)$/;
/** `base_url: ${VAR}` or `${VAR}/v1`: the whole origin comes from the variable. */
const WHOLE_ORIGIN = /^\$\{(\w+)(?::-[^}]*)?\}(?=\/|$)/;
/** Settings that are not sent. */
const LOCAL = ['timeout', 'prices', 'retry'];

/** Longest placeholder (`lm-studio`, `not-needed`) that is certainly no key. */
const LONGEST_PLACEHOLDER = 16;

/**
 * Checks a preset as it is written, before its variables are filled in.
 * @throws UserError with the line. Never shows a value.
 */
export function checkSecretsStay(preset: YamlFile, env: Env = {}): void {
  const guarded = keyOrigins(env);
  for (const { text, path } of strings(preset.value, [])) {
    if (isApiKey(path)) {
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
 * Checks where the variables of a server's preset would go, before they are filled in.
 * @throws UserError with the line; KeyNotAllowed when a person has to be asked first.
 */
export function checkVariablesStay(preset: YamlFile, env: Env): void {
  const origin = originOf(preset, env);
  if (origin === undefined) return;
  const guarded = keyOrigins(env);
  const place = preset.placeOf(['base_url']);
  for (const { variable } of mentions(setting(preset, 'api_key'))) {
    if (!valueOf(env, variable) || !Object.hasOwn(guarded, variable)) continue;
    if (guarded[variable]?.includes(origin)) continue;
    throw new UserError(`${variable} may not be sent to ${origin}`, {
      place,
      fix: 'The key is kept for other servers. Start again from the editor, which asks about this one.',
    });
  }
  if (isLoopback(new URL(origin).hostname)) return;
  refuseOthers(preset);
  const uses = usesToAllow(preset, env).filter((use) => !isGranted(use, env));
  if (uses.length > 0) throw new KeyNotAllowed(uses, place);
}

/**
 * What a preset would send of this environment beyond this machine, and to whom, where its name does not say that
 * it is meant for them: what a person has to allow, whether they did so already or not.
 */
export function usesToAllow(preset: YamlFile, env: Env): readonly KeyUse[] {
  const origin = originOf(preset, env);
  if (origin === undefined || isLoopback(new URL(origin).hostname)) return [];
  const server = WHOLE_ORIGIN.exec(setting(preset, 'base_url'))?.[1];
  const servers = server === undefined || SERVER_NAME.test(server) ? [] : [server];
  const guarded = keyOrigins(env);
  const apiKey = setting(preset, 'api_key');
  const sent = Secret.reveal(new Secret(String(expandEnv(apiKey, env).value))) !== undefined;
  const keys = sent ? mentions(apiKey).map(({ variable }) => variable) : [];
  return [...new Set([...servers, ...keys])]
    .filter((variable) => valueOf(env, variable) && !Object.hasOwn(guarded, variable))
    .filter((variable) => !isHome(variable, origin))
    .map((variable) => ({ variable, origin }));
}

/** Does the server's name come from the file alone, rather than from a variable that is set? */
export function namesOwnServer(preset: YamlFile, env: Env): boolean {
  return mentions(setting(preset, 'base_url')).every(({ variable }) => !valueOf(env, variable));
}

/** @throws UserError for a variable that is neither the key nor harmless by its name. */
function refuseOthers(preset: YamlFile): void {
  for (const { text, path } of strings(preset.value, [])) {
    if (isApiKey(path) || LOCAL.includes(String(path[0]))) continue;
    const isServer = path.length === 1 && path[0] === 'base_url';
    const rest = isServer ? text.replace(WHOLE_ORIGIN, '') : text;
    const other = mentions(rest).find(({ variable }) => !SETTING_NAME.test(variable));
    if (other === undefined) continue;
    throw new UserError(`${other.variable} would leave this machine in ${path.join('.')}`, {
      place: preset.placeOf(path),
      fix: 'Only api_key may take any variable. Write the value itself, or name the variable for what it is: …_MODEL, …_DEPLOYMENT, …_REGION, …_API_VERSION; a server, …_BASE_URL, alone at the start of base_url.',
    });
  }
}

/** Whom the preset asks; `undefined` while that is no address, which is said elsewhere. */
function originOf(preset: YamlFile, env: Env): string | undefined {
  const url = String(expandEnv(setting(preset, 'base_url'), env).value);
  if (!/^https?:/i.test(url.trim()) || !URL.canParse(url)) return undefined;
  return new URL(url).origin;
}

function setting({ value }: YamlFile, name: string): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' ? found : '';
}

function isApiKey(path: Path): boolean {
  return path.length === 1 && path[0] === 'api_key';
}

function* strings(value: unknown, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* strings(inner, [...path, key]);
}
