import * as vscode from 'vscode';
import type { ReasonKeeper } from '../reasonKeeper';

const MAX_LENGTH = 2_000;

/** Reasons written into a thread before the decision. They live as long as the window. */
export class Reasons implements ReasonKeeper, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  /** Key of the edit whose reason came or went. */
  readonly onDidChange = this.#changed.event;
  readonly #reasons = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#reasons.get(key);
  }

  /** What is written later stands below what was written first. */
  add(key: string, text: string): void {
    const before = this.#reasons.get(key);
    const all = before === undefined ? text : `${before}\n${text}`;
    this.#reasons.set(key, all.slice(0, MAX_LENGTH));
    this.#changed.fire(key);
  }

  drop(key: string): void {
    if (this.#reasons.delete(key)) this.#changed.fire(key);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
