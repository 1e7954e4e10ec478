/**
 * What is known about a stored key without the key: its variable, and the servers it may be sent to. The
 * secret storage cannot list what it holds, so that this list is kept beside it.
 */
export interface KeyEntry {
  readonly variable: string;
  /** Scheme, host and port each, as `URL.origin` writes them. */
  readonly origins: readonly string[];
}

export type KeyIndex = readonly KeyEntry[];

/** What a memento gave; anything that is no entry is left out. */
export function readIndex(value: unknown): KeyIndex {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { variable, origins }: { variable?: unknown; origins?: unknown } = entry;
    if (typeof variable !== 'string' || !Array.isArray(origins)) return [];
    return [{ variable, origins: origins.filter((it) => typeof it === 'string') }];
  });
}

/** With the key, and further servers it may go to. */
export function withKey(
  index: KeyIndex,
  variable: string,
  origins: readonly string[] = [],
): KeyIndex {
  const known = index.find((entry) => entry.variable === variable)?.origins ?? [];
  const entry = { variable, origins: [...new Set([...known, ...origins])] };
  return [...withoutKey(index, variable), entry].sort((a, b) => (a.variable < b.variable ? -1 : 1));
}

/** Without it, and without what it was approved for. */
export function withoutKey(index: KeyIndex, variable: string): KeyIndex {
  return index.filter((entry) => entry.variable !== variable);
}
