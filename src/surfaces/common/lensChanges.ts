import * as vscode from 'vscode';

/** More than the pause that VS Code makes before it asks. */
const AGAIN_MS = 1_200;

/**
 * Tells that lenses have changed, twice: where the text loses the focus in the pause before VS Code asks for them,
 * it never asks, and goes on showing what is no longer true.
 */
export class LensChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly event = this.#changed.event;
  #again: NodeJS.Timeout | undefined;

  fire(): void {
    this.#changed.fire();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#changed.fire(), AGAIN_MS);
  }

  dispose(): void {
    clearTimeout(this.#again);
    this.#changed.dispose();
  }
}
