import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { command, contextKey, view } from '../../common/ids';
import { safeMarkdown } from '../../common/markdownString';
import type { KnownRun } from '../../common/runCatalog';
import type { Reprober } from '../decide/reprober';
import type { EditBook } from '../editBook';
import type { ReviewEdit } from '../reviewEdit';
import { describeEdit, editTooltip } from './describeEdit';
import { EDITS_AT_ONCE, editNodes, runName, runNodes } from './editNodes';
import type { EditNode, MoreNode, RefusedNode, RunNode } from './editNodes';
import { isToReview } from '../toReview';
import { filterName, isFilter, passes, type Filter } from './filter';
import { tooltipText } from '../../common/noticeText';

const MEMORY = 'grasp.edits.filter';

/** The view of edits: per run, with a box for each that says whether it is accepted. */
export class EditTree implements vscode.TreeDataProvider<EditNode>, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<EditNode>;
  /** How many edits of a run are shown, where it is more than at first. */
  readonly #shown = new Map<string, number>();
  #runs: RunNode[] = [];
  #filter: Filter = 'main';

  constructor(
    private readonly book: EditBook,
    private readonly reprober: Reprober,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
    onChecked: (checked: readonly ReviewEdit[], unchecked: readonly ReviewEdit[]) => void,
  ) {
    const kept = memory.get<unknown>(MEMORY);
    if (isFilter(kept)) this.#filter = kept;
    this.#view = this.#disposables.add(
      vscode.window.createTreeView(view.edits, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
        // A box is ticked when the edit has been accepted, not when it was clicked.
        manageCheckboxStateManually: true,
      }),
    );
    this.#disposables.add(
      this.#view.onDidChangeCheckboxState(({ items }) => {
        const edits = (state: vscode.TreeItemCheckboxState): readonly ReviewEdit[] =>
          items.flatMap(([node, is]) => (node.kind === 'edit' && is === state ? [node.edit] : []));
        onChecked(
          edits(vscode.TreeItemCheckboxState.Checked),
          edits(vscode.TreeItemCheckboxState.Unchecked),
        );
      }),
    );
    book.shows(this, this.#view.visible);
    this.#disposables.add(
      this.#view.onDidChangeVisibility(({ visible }) => book.shows(this, visible)),
    );
    this.#disposables.add(book.onDidChange(() => this.refresh()));
    this.#disposables.add(reprober.onDidChange(() => this.#changed.fire()));
  }

  get filter(): Filter {
    return this.#filter;
  }

  async setFilter(filter: Filter): Promise<void> {
    this.#filter = filter;
    this.refresh();
    await this.memory.update(MEMORY, filter);
  }

  get selected(): readonly EditNode[] {
    return this.#view.selection;
  }

  /** Selects the edit, and leaves the focus where it is. A filter that hides it gives way. */
  async revealEdit(edit: ReviewEdit): Promise<void> {
    if (!passes(edit, this.#filter)) await this.setFilter(passes(edit, 'main') ? 'main' : 'all');
    const node = await this.#runNode(edit.run);
    const at = node?.edits.findIndex(({ key }) => key === edit.key) ?? -1;
    const found = node?.edits[at];
    if (found === undefined) return;
    if (at >= (this.#shown.get(edit.run.dir) ?? EDITS_AT_ONCE)) {
      this.#shown.set(edit.run.dir, at + 1);
      this.#changed.fire();
    }
    await this.#view.reveal({ kind: 'edit', edit: found }, { select: true, focus: false });
  }

  /** Goes to the run and unfolds it. A filter that leaves nothing of it gives way. */
  async revealRun(run: KnownRun): Promise<void> {
    if ((await this.#runNode(run)) === undefined) await this.setFilter('main');
    const node = await this.#runNode(run);
    if (node) await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  /** Draws everything anew, the boxes as well. */
  refresh(): void {
    this.#changed.fire();
    void this.#summarize();
  }

  showMore({ run }: MoreNode): void {
    if (run === undefined) {
      this.book.showMore();
      return;
    }
    this.#shown.set(run.dir, (this.#shown.get(run.dir) ?? EDITS_AT_ONCE) + EDITS_AT_ONCE);
    this.#changed.fire();
  }

  async getChildren(node?: EditNode): Promise<EditNode[]> {
    try {
      if (node !== undefined) {
        return node.kind === 'run' ? editNodes(node, this.#shown.get(node.run.dir)) : [];
      }
      this.#runs = runNodes(await this.book.edits(), this.filter);
      const count = this.book.unread;
      return count > 0 ? [...this.#runs, { kind: 'more', count }] : this.#runs;
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  getParent(node: EditNode): EditNode | undefined {
    if (node.kind !== 'edit') return undefined;
    return this.#runs.find(({ run }) => run.dir === node.edit.run.dir);
  }

  getTreeItem(node: EditNode): vscode.TreeItem {
    switch (node.kind) {
      case 'run':
        return this.#runItem(node);
      case 'edit':
        return this.#editItem(node.edit);
      case 'more':
        return moreItem(node);
      case 'refused':
        return refusedItem(node);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: EditNode): vscode.TreeItem {
    if (node.kind === 'edit') {
      item.tooltip = safeMarkdown(editTooltip(node.edit, vscode.l10n));
    }
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #runItem({ run, edits, refused }: RunNode): vscode.TreeItem {
    const isFirst = this.#runs[0]?.run.dir === run.dir;
    const isAwaited = edits.some((edit) => edit.isAwaited);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(runName(run), isFirst || isAwaited ? Expanded : Collapsed);
    const open = edits.filter(isToReview).length;
    const count = edits.length + refused;
    const total = count === 1 ? vscode.l10n.t('1 edit') : vscode.l10n.t('{0} edits', count);
    item.id = `run ${run.dir}`;
    item.description = [
      isAwaited ? vscode.l10n.t('waits for your decision') : '',
      open > 0 ? vscode.l10n.t('{0} to review', open) : '',
      total,
    ]
      .filter((part) => part !== '')
      .join(' · ');
    item.iconPath = new vscode.ThemeIcon(isAwaited ? 'bell-dot' : 'history');
    item.contextValue = 'run';
    item.tooltip = tooltipText(run.dir);
    return item;
  }

  #editItem(edit: ReviewEdit): vscode.TreeItem {
    const described = describeEdit(edit, this.reprober.progress(edit.key), vscode.l10n);
    const { label, description, icon, colour, contextValue } = described;
    const item = new vscode.TreeItem(label);
    const isAccepted = edit.decision === 'accepted';
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    item.id = `edit ${edit.key}`;
    item.description = description;
    item.contextValue = contextValue;
    item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
    item.checkboxState = {
      state: isAccepted ? Checked : Unchecked,
      tooltip: isAccepted
        ? vscode.l10n.t('Accepted by you. Untick to take it out again.')
        : vscode.l10n.t('Tick to accept it into your library.'),
      accessibilityInformation: {
        label: vscode.l10n.t(
          '{0}, accepted by you: {1}',
          label,
          isAccepted ? vscode.l10n.t('yes') : vscode.l10n.t('no'),
        ),
        role: 'checkbox',
      },
    };
    item.accessibilityInformation = { label: `${label}, ${description}` };
    item.command = {
      command: command.edits.open,
      title: vscode.l10n.t('Open Edit'),
      arguments: [edit.key],
    };
    return item;
  }

  async #runNode({ dir }: KnownRun): Promise<RunNode | undefined> {
    await this.getChildren();
    return this.#runs.find(({ run }) => run.dir === dir);
  }

  /** What the view says beside its list. */
  async #summarize(): Promise<void> {
    const edits = await this.book.edits();
    const { filter } = this;
    const open = edits.filter(isToReview).length;
    this.#view.badge =
      open === 0
        ? undefined
        : {
            value: open,
            tooltip:
              open === 1
                ? vscode.l10n.t('1 edit to review')
                : vscode.l10n.t('{0} edits to review', open),
          };
    this.#view.description = filter === 'main' ? '' : filterName(filter, vscode.l10n);
    this.#view.message = this.#messageFor(edits) ?? '';
    await vscode.commands.executeCommand('setContext', contextKey.hasEdits, edits.length > 0);
  }

  #messageFor(edits: readonly ReviewEdit[]): string | undefined {
    const waiting = [...new Set(edits.filter((it) => it.isAwaited).map(({ run }) => runName(run)))];
    const [first] = waiting;
    if (first !== undefined) {
      return waiting.length === 1
        ? vscode.l10n.t('Run {0} waits for your decision.', first)
        : vscode.l10n.t('{0} runs wait for your decision.', waiting.length);
    }
    if (edits.length > 0 && !edits.some((edit) => passes(edit, this.filter))) {
      return vscode.l10n.t(
        'No edit passes the filter "{0}".',
        filterName(this.filter, vscode.l10n),
      );
    }
    return undefined;
  }
}

function refusedItem({ run, count }: RefusedNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    count === 1
      ? vscode.l10n.t('Show 1 that the gate refused')
      : vscode.l10n.t('Show {0} that the gate refused', count),
  );
  item.id = `refused ${run.dir}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = {
    command: command.edits.filter,
    title: vscode.l10n.t('Filter Edits'),
    arguments: ['all'],
  };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const { count, run } = node;
  const item = new vscode.TreeItem(
    run === undefined
      ? vscode.l10n.t('Show edits of {0} older runs', count)
      : vscode.l10n.t('Show {0} more', count),
  );
  item.id = `more ${run?.dir ?? ''}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = {
    command: command.edits.showMore,
    title: vscode.l10n.t('Show More Edits'),
    arguments: [node],
  };
  return item;
}
