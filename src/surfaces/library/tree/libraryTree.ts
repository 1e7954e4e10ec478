import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import { describeError } from '../../../util/errors';
import { describeHere } from '../../common/describeHere';
import { Disposables } from '../../common/disposables';
import type { KnownLibrary, Libraries } from '../../common/libraries';
import type { SkillLint } from '../lint/skillLint';
import { fileOf, itemOf, tooltipOf } from './libraryItems';
import type { TreeNode } from './libraryNode';
import { nodesOf, unreadable, versionNodes } from './libraryNodes';
import { tooltipText } from '../../common/noticeText';

const PAUSE_MS = 100;

/** The view of libraries: libraries where there are several, their skills, and the versions of each. */
export class LibraryTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
  #pause: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly libraries: Libraries,
    private readonly lint: Pick<SkillLint, 'onDidChange' | 'problemsOf'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables.add(libraries.onDidChange(() => this.#soon()));
    this.#disposables.add(lint.onDidChange(() => this.#soon()));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) {
      const libraries = await this.libraries.list();
      const [only] = libraries;
      if (libraries.length === 1 && only !== undefined) return [...(await this.#skills(only))];
      return libraries.map((library) => ({ kind: 'library', library }));
    }
    if (node.kind === 'library') return [...(await this.#skills(node.library))];
    if (node.kind !== 'skill' && node.kind !== 'removed') return [];
    const name = node.kind === 'skill' ? node.skill.name : node.name;
    const folder = await this.libraries.read(node.library).catch(() => undefined);
    return folder === undefined ? [] : [...versionNodes(node.library, name, folder)];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return itemOf(node, this.#problems(node));
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const tooltip = tooltipOf(node, this.#problems(node));
    if (tooltip !== undefined) item.tooltip = tooltipText(tooltip);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#disposables.dispose();
  }

  async #skills(library: KnownLibrary): Promise<readonly TreeNode[]> {
    try {
      return nodesOf(library, await this.libraries.read(library));
    } catch (error) {
      this.log.warn(describeError(error));
      return unreadable(library, describeHere(error));
    }
  }

  #problems(node: TreeNode): readonly SkillProblem[] {
    return node.kind === 'skill' ? this.lint.problemsOf(fileOf(node)) : [];
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#changed.fire(undefined), PAUSE_MS);
  }
}
