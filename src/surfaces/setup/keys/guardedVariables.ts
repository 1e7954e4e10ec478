import type { KeyIndex } from './keyIndex';

type Variables = Readonly<Record<string, string>>;

/** As the backends read it: which servers each of the keys may be sent to. */
const ORIGINS = 'GRASP_KEY_ORIGINS';

/** Keys as environment variables, and with them where each may go; nothing when there is nothing to guard. */
export function guardedVariables(keys: Variables, guards: KeyIndex): Variables {
  if (guards.length === 0) return keys;
  const origins = Object.fromEntries(guards.map((entry) => [entry.variable, entry.origins]));
  return { ...keys, [ORIGINS]: JSON.stringify(origins) };
}
