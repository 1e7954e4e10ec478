import { UserError } from '../util/errors';
import type { Env } from './expandEnv';

/** A variable of the person's environment, and the server that its value would be sent to. */
export interface KeyUse {
  readonly variable: string;
  /** Scheme, host and port, as `URL.origin` writes them. */
  readonly origin: string;
}

/**
 * Where keys may go that somebody keeps for the person: `{"OPENAI_API_KEY": ["https://api.openai.com"]}` in
 * this variable. Whoever hands over a key says so with it, and then no file can send that key elsewhere,
 * whatever it says by the time it is read.
 */
export const KEY_ORIGINS = 'GRASP_KEY_ORIGINS';

/** Which variables of the environment a person allowed to be sent where, in the same form. */
export const KEY_GRANTS = 'GRASP_KEY_GRANTS';

type Origins = Readonly<Record<string, readonly unknown[]>>;

/** @throws UserError when it cannot be understood: a guard that is not read would let everything pass. */
export function keyOrigins(env: Env, name: string = KEY_ORIGINS): Origins {
  const text = env[name];
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
  throw new UserError(`${name} is not a JSON object of lists`, {
    fix: 'GRASP sets it itself; unset it where you start GRASP.',
    kind: 'usage',
  });
}

/** Did a person allow this? @throws UserError as {@link keyOrigins} */
export function isGranted({ variable, origin }: KeyUse, env: Env): boolean {
  const grants = keyOrigins(env, KEY_GRANTS);
  return Object.hasOwn(grants, variable) && grants[variable]?.includes(origin) === true;
}

/** The environment in which these are allowed as well. */
export function withGrants(env: Env, uses: readonly KeyUse[]): Env {
  return { ...env, ...grantVariables(uses, keyOrigins(env, KEY_GRANTS)) };
}

/** The variable that says so, beside what was allowed already; none where nothing is. */
export function grantVariables(
  uses: readonly KeyUse[],
  known: Origins = {},
): Readonly<Record<string, string>> {
  if (uses.length === 0) return {};
  const grants = new Map(Object.entries(known));
  for (const { variable, origin } of uses) {
    grants.set(variable, [...(grants.get(variable) ?? []), origin]);
  }
  return { [KEY_GRANTS]: JSON.stringify(Object.fromEntries(grants)) };
}

/** `NAME@ORIGIN`, as the flag takes it. */
export function keyUseText({ variable, origin }: KeyUse): string {
  return `${variable}@${origin}`;
}

/** `undefined` for what is no `NAME@ORIGIN`; a path behind the origin is left out. */
export function parseKeyUse(text: string): KeyUse | undefined {
  const [, variable, url] = /^([A-Za-z_][A-Za-z0-9_]*)@(https?:\/\/[^@?#]+)$/.exec(text) ?? [];
  if (variable === undefined || url === undefined || !URL.canParse(url)) return undefined;
  return { variable, origin: new URL(url).origin };
}

/** A preset would send something of the person's environment to where nobody has allowed it to go. */
export class KeyNotAllowed extends UserError {
  constructor(
    readonly uses: readonly KeyUse[],
    place: { readonly file: string; readonly line?: number },
  ) {
    const origin = uses[0]?.origin ?? '';
    const names = uses.map(({ variable }) => variable).join(', ');
    const flags = uses.map((use) => `--allow-key ${keyUseText(use)}`).join(' ');
    super(`this preset would send ${names} to ${origin}, which you have not allowed yet`, {
      place,
      fix: `If whoever runs that server may have it, add ${flags}`,
      kind: 'usage',
    });
  }
}
