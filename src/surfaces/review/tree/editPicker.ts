import * as vscode from 'vscode';
import type { EditBook } from '../editBook';
import type { ReviewDesk } from '../reviewDesk';
import type { ReviewEdit } from '../reviewEdit';
import { isToReview } from '../toReview';
import { describeEdit } from './describeEdit';
import { runName, runNodes, type EditNode, type RunNode } from './editNodes';
import { isOpen } from './filter';
import { sayBriefly } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

/** Finds out which edits a command is about. */
export class EditPicker {
  constructor(
    private readonly book: EditBook,
    private readonly desk: Pick<ReviewDesk, 'focus'>,
    private readonly selected: () => readonly EditNode[],
  ) {}

  /**
   * What the command was called on; else the edit in the active editor, else the selection of the view, else what
   * the person picks. Whatever comes from outside is looked up, never taken as it is.
   * @throws CancellationError when nothing is picked.
   */
  async pick(
    [first, second]: readonly unknown[],
    title: string,
    isMeant: (edit: ReviewEdit) => boolean = () => true,
  ): Promise<readonly ReviewEdit[]> {
    const all = await this.book.edits();
    if (first !== undefined && first !== null) {
      const nodes = Array.isArray(second) ? second : [];
      const keys = [first, ...nodes].flatMap((thing) => this.keyOf(thing) ?? []);
      const found = await Promise.all([...new Set(keys)].map((key) => this.book.get(key)));
      const edits = found.filter((edit) => edit !== undefined);
      // Of several the sensible ones; of a single one whatever was asked, so that it can be said what is wrong.
      if (edits.length > 0) return edits.length > 1 ? edits.filter(isMeant) : edits;
    }
    const current = this.desk.focus.current();
    const shown = current === undefined ? undefined : await this.book.get(current);
    if (shown) return [shown];
    const chosen = this.selected().flatMap((node) => (node.kind === 'edit' ? [node.edit] : []));
    const fresh = chosen.flatMap(({ key }) => this.book.find(key) ?? []).filter(isMeant);
    if (fresh.length > 0) return fresh;
    return [await this.#ask(all.filter(isMeant), title)];
  }

  /** The run that is meant, with its edits; `undefined` when there is none. @throws CancellationError */
  async pickRun(
    arg: unknown,
    edits: readonly ReviewEdit[],
    title: string,
  ): Promise<RunNode | undefined> {
    const node = this.nodeOf(arg);
    const runs = runNodes(edits, 'all');
    if (node?.kind === 'run') return runs.find(({ run }) => run.dir === node.run.dir);
    const [only] = runs;
    if (runs.length <= 1) {
      if (only === undefined) {
        sayBriefly(vscode.l10n.t('No edit that the gate accepted is left to decide.'));
      }
      return only;
    }
    const picked = await pickFrom(
      runs.map((it) => ({
        it,
        label: runName(it.run),
        description: vscode.l10n.t('{0} to review', it.edits.filter(isToReview).length),
      })),
      { title },
    );
    if (picked === undefined) throw new vscode.CancellationError();
    return picked.it;
  }

  keyOf(thing: unknown): string | undefined {
    if (typeof thing === 'string') return thing;
    const node = this.nodeOf(thing);
    if (node !== undefined) return node.kind === 'edit' ? node.edit.key : undefined;
    return this.desk.focus.keyOf(thing);
  }

  /** A line of our view, as it hands itself to a command. */
  nodeOf(thing: unknown): EditNode | undefined {
    if (typeof thing !== 'object' || thing === null || !('kind' in thing)) return undefined;
    const node = thing as EditNode;
    switch (node.kind) {
      case 'edit':
        return this.book.find(node.edit.key) ? node : undefined;
      case 'run':
      case 'more':
      case 'refused':
        return node;
    }
  }

  async #ask(edits: readonly ReviewEdit[], title: string): Promise<ReviewEdit> {
    // What there is to do comes first.
    const sorted = [...edits].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
    const items = sorted.map((edit) => {
      const { label, description, icon } = describeEdit(edit, undefined, vscode.l10n);
      return {
        edit,
        label,
        iconPath: new vscode.ThemeIcon(icon),
        description,
        detail: runName(edit.run),
      };
    });
    const picked = await pickFrom(items, {
      title,
      placeHolder: items.length === 0 ? vscode.l10n.t('There is no such edit') : '',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) throw new vscode.CancellationError();
    return picked.edit;
  }
}
