export type Env = Readonly<Record<string, string | undefined>>;

/** Where in a document a value is. */
export type Path = readonly (string | number)[];

/** The value of a variable; `undefined` when it is not set. */
export function valueOf(env: Env, variable: string): string | undefined {
  return Object.hasOwn(env, variable) ? env[variable] : undefined;
}

/** A variable that is not set and has no default. */
export interface Unset {
  readonly variable: string;
  readonly path: Path;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** A mention of a variable in a text. */
export interface Mention {
  readonly variable: string;
  /** What stands for it when it is not set. */
  readonly fallback: string | undefined;
}

/** The variables a text mentions, in order. */
export function mentions(text: string): readonly Mention[] {
  return [...text.matchAll(VARIABLE)].map((match) => ({
    variable: match[1] ?? '',
    fallback: match[2],
  }));
}

/** A text with everything that is not a variable's value: the words around and the defaults. */
export function literalParts(text: string): string {
  return text.replace(VARIABLE, (_whole, _name, fallback: string | undefined) => fallback ?? '');
}

/**
 * Data with `${VAR}` and `${VAR:-default}` replaced in every string, as often as they occur. Values
 * stay strings and are not expanded again. A variable that is set to the empty string is set.
 * `unset` lists what could not be replaced; it is left as it was.
 */
export function expandEnv(value: unknown, env: Env): { value: unknown; unset: readonly Unset[] } {
  const unset: Unset[] = [];
  return { value: expand(value, [], env, unset), unset };
}

function expand(value: unknown, path: Path, env: Env, unset: Unset[]): unknown {
  if (typeof value === 'string') {
    return value.replace(VARIABLE, (whole, variable: string, fallback: string | undefined) => {
      const found = valueOf(env, variable) ?? fallback;
      if (found === undefined) unset.push({ variable, path });
      return found ?? whole;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => expand(item, [...path, index], env, unset));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]: [string, unknown]) => [
        key,
        expand(inner, [...path, key], env, unset),
      ]),
    );
  }
  return value;
}
