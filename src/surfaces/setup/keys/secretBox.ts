import type * as vscode from 'vscode';

const PREFIX = 'grasp.key.';

/**
 * The editor's secret storage, and a memory of this session for systems that have none: there it refuses, or
 * takes a secret and forgets it.
 */
export class SecretBox {
  readonly #session = new Map<string, string>();

  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** `undefined` when it is not there, or can no longer be read. */
  async read(name: string): Promise<string | undefined> {
    const kept = this.#session.get(name);
    if (kept !== undefined) return kept;
    try {
      return await this.secrets.get(PREFIX + name);
    } catch {
      return undefined;
    }
  }

  /** Whether it was kept: what was written is read again. */
  async write(name: string, value: string): Promise<boolean> {
    try {
      await this.secrets.store(PREFIX + name, value);
      if ((await this.secrets.get(PREFIX + name)) !== value) return false;
    } catch {
      return false;
    }
    this.#session.delete(name);
    return true;
  }

  /** Until the window closes, in memory only. */
  keepForSession(name: string, value: string): void {
    this.#session.set(name, value);
  }

  isForSession(name: string): boolean {
    return this.#session.has(name);
  }

  async remove(name: string): Promise<void> {
    this.#session.delete(name);
    try {
      await this.secrets.delete(PREFIX + name);
    } catch {
      // What cannot be reached cannot be handed over either.
    }
  }
}
