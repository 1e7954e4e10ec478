import * as vscode from 'vscode';
import { watchFiles } from '../common/watchFiles';
import { isUnchanged } from '../probes/session/stampedProject';
import type { Rerun } from './decide/rerun';

interface Entry {
  readonly rerun: Rerun;
  readonly watch: vscode.Disposable;
  isLapsed: boolean;
}

/** The probes of edits that were run again in this window, and whether the files behind them are still the same. */
export class Reruns implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #entries = new Map<string, Entry>();

  /** The last one of this edit; `undefined` forgets it. */
  set(key: string, rerun: Rerun | undefined): void {
    this.#entries.get(key)?.watch.dispose();
    this.#entries.delete(key);
    if (rerun !== undefined) {
      const watch = watchFiles([...rerun.sources.keys()], () => void this.look());
      this.#entries.set(key, { rerun, watch, isLapsed: false });
    }
    this.#changed.fire();
    // Measuring takes its time, and nobody watched while it did.
    void this.look();
  }

  get(key: string): Rerun | undefined {
    const { rerun, isLapsed = false } = this.#entries.get(key) ?? {};
    return rerun && { ...rerun, isLapsed };
  }

  /** Looks at the files again, also where watching was told nothing. */
  async look(): Promise<void> {
    if (this.#entries.size === 0) return;
    let hasNews = false;
    for (const entry of this.#entries.values()) {
      const isLapsed = !(await isUnchanged(entry.rerun.sources));
      hasNews ||= isLapsed !== entry.isLapsed;
      entry.isLapsed = isLapsed;
    }
    if (hasNews) this.#changed.fire();
  }

  dispose(): void {
    for (const { watch } of this.#entries.values()) watch.dispose();
    this.#changed.dispose();
  }
}
