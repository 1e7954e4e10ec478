const PLACEHOLDERS = new Set(['', 'none', 'empty']);

/**
 * An API key that does not print: text, JSON, YAML and the inspector show `[key]`. Only
 * {@link Secret.reveal} gives it out, for the one place that sends it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value.trim();
  }

  /** The key, or `undefined` for the words that stand for "no key": empty, `none`, `EMPTY`. */
  static reveal(secret: Secret | undefined): string | undefined {
    if (secret === undefined || PLACEHOLDERS.has(secret.#value.toLowerCase())) return undefined;
    return secret.#value;
  }

  toString(): string {
    return '[key]';
  }

  toJSON(): string {
    return '[key]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[key]';
  }
}
