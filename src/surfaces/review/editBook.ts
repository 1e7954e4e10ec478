import * as vscode from 'vscode';
import type { RunCatalog } from '../common/runCatalog';
import type { ReviewEdit } from './reviewEdit';

/** Every edit there is to review, over all runs that are known: the one truth that all views show. */
export class EditBook implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly runs: RunCatalog) {
    void this.runs;
  }

  /** Newest run first; within a run in the order of the verdicts. */
  async edits(): Promise<readonly ReviewEdit[]> {
    return [];
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
