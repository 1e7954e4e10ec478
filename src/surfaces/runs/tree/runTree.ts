import * as vscode from 'vscode';
import type { RunState } from '../../../store/runState';
import { Disposables } from '../../common/disposables';
import { safeMarkdown } from '../../common/markdownString';
import type { KnownRun, RunCatalog } from '../../common/runCatalog';
import type { EditBook } from '../../review/editBook';
import { editKey } from '../../review/editKey';
import type { Decided } from './describeCandidate';
import {
  candidateIn,
  childrenOfEpoch,
  childrenOfRun,
  childrenOfUpdate,
  runNode,
  TOP,
  type NodeOf,
  type RunNode,
} from './nodes';
import { Pages } from './pages';
import { RunReader } from './runReader';
import { foldersOf } from './topNodes';
import { candidateTooltip, runTooltip } from './tooltips';
import { treeItem } from './treeItem';

/** Runs under way change many times a second; nobody reads that fast. */
const SHOW_MS = 500;

/** The view of runs: folders, runs, epochs, updates, candidates. Reads only what is shown. */
export class RunTree implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<RunNode | undefined>());
  readonly #pages = new Pages();
  readonly #reader: RunReader;
  /** What was given out, by id. */
  #nodes = new Map<string, RunNode>();
  /** What the author was shown to have decided, by id of the element. */
  readonly #decided = new Map<string, Decided | undefined>();
  readonly #dirty = new Map<string, KnownRun>();
  #timer: NodeJS.Timeout | undefined;
  #isVisible = false;
  #isOld = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly runs: RunCatalog,
    private readonly edits: EditBook,
  ) {
    this.#reader = new RunReader(runs, ({ dir }) => this.#refresh(`run ${dir}`));
    this.#disposables.add(
      runs.onDidChange((change) => {
        if (change.kind === 'list') this.#refreshAll();
        else this.#refreshSoon(change.run);
      }),
    );
    this.#disposables.add(edits.onDidChange(() => this.#refreshDecided()));
  }

  /** What nobody sees is not kept up to date. */
  set isVisible(value: boolean) {
    this.#isVisible = value;
    if (value && this.#isOld) this.#refreshAll();
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    const children = await this.#childrenOf(node);
    for (const child of children) this.#nodes.set(child.id, child);
    return [...children];
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    const reading = 'run' in node ? this.#reader.look(node.run) : undefined;
    const decided = node.kind === 'candidate' ? this.#decisionOn(node) : undefined;
    this.#decided.set(node.id, decided);
    return treeItem(node, reading, decided);
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunNode): vscode.TreeItem {
    const state = 'run' in node ? this.runs.lastState(node.run) : undefined;
    if (state === undefined) return item;
    if (node.kind === 'run') {
      item.tooltip = safeMarkdown(runTooltip(node.run, state, vscode.l10n));
    } else if (node.kind === 'candidate') {
      const candidate = candidateIn(state, node.candidate);
      const decided = this.#decisionOn(node);
      if (candidate) item.tooltip = safeMarkdown(candidateTooltip(candidate, decided, vscode.l10n));
    }
    return item;
  }

  getParent(node: RunNode): RunNode | undefined {
    return node.parent === undefined ? undefined : this.#nodes.get(node.parent);
  }

  /** The element of a run, on the pages that are shown. */
  async find(run: KnownRun): Promise<RunNode | undefined> {
    const top = await this.getChildren();
    const folder = top.find((node) => node.kind === 'folder' && node.root.folder === run.root);
    const runs = folder === undefined ? top : await this.getChildren(folder);
    return runs.find((node) => node.kind === 'run' && node.run.dir === run.dir);
  }

  /** One page more of a list, named by what stands at its end. */
  showMore(list: unknown): void {
    if (typeof list !== 'string') return;
    this.#pages.showMore(list);
    this.#changed.fire(list === TOP ? undefined : this.#nodes.get(list));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  async #childrenOf(node: RunNode | undefined): Promise<readonly RunNode[]> {
    switch (node?.kind) {
      case undefined: {
        const runs = await this.runs.list();
        const folders = foldersOf(runs, this.runs.roots());
        return folders ?? this.#page(TOP, runs.map((run) => runNode(run)));
      }
      case 'folder': {
        const runs = (await this.runs.list()).filter(({ root }) => root === node.root.folder);
        return this.#page(node.id, runs.map((run) => runNode(run, node.id)), node.id);
      }
      case 'run':
        return this.#inRun(node, (state) => childrenOfRun(node, state));
      case 'epoch':
        return this.#inRun(node, (state) => childrenOfEpoch(node, state));
      case 'update':
        return this.#inRun(node, (state) => childrenOfUpdate(node, state));
      case 'baseline':
      case 'candidate':
      case 'more':
        return [];
    }
  }

  async #inRun(
    node: NodeOf<'run' | 'epoch' | 'update'>,
    children: (state: RunState) => readonly RunNode[],
  ): Promise<readonly RunNode[]> {
    // A run that cannot be read says so itself.
    const state = await this.runs.state(node.run).catch(() => undefined);
    return state === undefined ? [] : this.#page(node.id, children(state), node.id);
  }

  #page(list: string, nodes: readonly RunNode[], parent?: string): readonly RunNode[] {
    const { shown, left } = this.#pages.of(list, nodes);
    if (left === 0) return shown;
    const more = { kind: 'more', id: `${list} more`, list, left } as const;
    return [...shown, parent === undefined ? more : { ...more, parent }];
  }

  #decisionOn({ run, candidate }: NodeOf<'candidate'>): Decided | undefined {
    return this.edits.find(editKey(run.dir, candidate))?.decision;
  }

  #refreshAll(): void {
    this.#isOld = !this.#isVisible;
    if (!this.#isVisible) return;
    this.#nodes = new Map();
    this.#decided.clear();
    this.#changed.fire(undefined);
  }

  #refreshSoon(run: KnownRun): void {
    if (!this.#isVisible) this.#isOld = true;
    if (!this.#isVisible || !this.#nodes.has(`run ${run.dir}`)) return;
    this.#dirty.set(run.dir, run);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const dirty = [...this.#dirty.values()];
      this.#dirty.clear();
      for (const each of dirty) this.#reader.read(each);
    }, SHOW_MS);
  }

  #refreshDecided(): void {
    for (const [id, before] of this.#decided) {
      const node = this.#nodes.get(id);
      if (node?.kind === 'candidate' && this.#decisionOn(node) !== before) this.#refresh(id);
    }
  }

  #refresh(id: string): void {
    const node = this.#nodes.get(id);
    if (node) this.#changed.fire(node);
  }
}
