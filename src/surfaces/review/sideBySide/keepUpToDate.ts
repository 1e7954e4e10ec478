import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import type { EditViews } from '../inline/editViews';
import type { SideBySide } from './sideBySide';

/**
 * What belongs beside what changes with the decision: a diff that is looked at is exchanged for the right one.
 * The focus stays where it is, and a proposal with unsaved changes is left alone.
 */
export class KeepUpToDate implements vscode.Disposable {
  readonly #disposables = new Disposables();
  /** Exchanges that were made; one that did not take is not made again. */
  readonly #made = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly views: EditViews,
    private readonly sideBySide: SideBySide,
    /** Opens the edit side by side in this group, and its thread. */
    private readonly open: (key: string, group: vscode.ViewColumn) => Promise<void>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables.add(views.onDidChange(() => this.#later()));
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#later()));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #later(): void {
    this.#work = this.#work
      .then(() => this.#lookAt())
      .catch((error: unknown) => this.log.error(error instanceof Error ? error : String(error)));
  }

  async #lookAt(): Promise<void> {
    for (const { activeTab, viewColumn } of vscode.window.tabGroups.all) {
      if (activeTab === undefined || activeTab.isDirty) continue;
      const { input } = activeTab;
      if (!(input instanceof vscode.TabInputTextDiff)) continue;
      const key = this.sideBySide.keyOf(input.modified) ?? this.sideBySide.keyOf(input.original);
      const view = key === undefined ? undefined : await this.views.view(key);
      if (key === undefined || view === undefined) continue;
      const shown = addressOf(input.original, input.modified);
      const wanted = this.sideBySide.pairs(view).map(({ left, right }) => addressOf(left, right));
      if (wanted.includes(shown)) {
        this.#made.clear();
        continue;
      }
      const exchange = `${shown} ${wanted.join(' ')}`;
      if (this.#made.has(exchange)) continue;
      this.#made.add(exchange);
      await this.open(key, viewColumn);
      const { tabGroups } = vscode.window;
      const isLeft = tabGroups.all.some(({ tabs }) => tabs.includes(activeTab));
      if (isLeft && !activeTab.isActive) await tabGroups.close(activeTab, true);
    }
  }
}

function addressOf(left: vscode.Uri, right: vscode.Uri): string {
  return `${left.toString()} ${right.toString()}`;
}
