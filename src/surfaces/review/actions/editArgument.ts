import * as vscode from 'vscode';
import type { EditBook } from '../editBook';
import type { EditIds } from '../inline/editIds';
import type { ReviewEdit } from '../reviewEdit';
import type { ReviewFocus } from '../reviewFocus';
import { editLabel } from '../thread/editLabel';
import { showInformation } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

/** Finds the edit that a command is to act on, whatever it was handed: checked, never trusted. */
export class EditArgument {
  constructor(
    private readonly book: EditBook,
    private readonly ids: EditIds,
    private readonly focus: ReviewFocus,
  ) {}

  /** What the argument names, else the edit that is shown, else the person is asked. */
  async find(thing: unknown): Promise<ReviewEdit | undefined> {
    if (Array.isArray(thing)) {
      const keys = thing.filter((it) => typeof it === 'string');
      const named = (await Promise.all(keys.map((it) => this.book.get(it)))).filter(
        (it) => it !== undefined,
      );
      return named.length > 1 ? pickEdit(named) : named[0];
    }
    const key = this.#keyOf(thing) ?? this.focus.current();
    return key === undefined ? pickEdit(await this.book.edits()) : this.book.get(key);
  }

  #keyOf(thing: unknown): string | undefined {
    if (typeof thing === 'string') return this.ids.keyOf(thing) ?? thing;
    const key = this.focus.keyOf(thing);
    if (key !== undefined || typeof thing !== 'object' || thing === null) return key;
    // An edit, or an element of a tree that holds one.
    if ('key' in thing && typeof thing.key === 'string') return thing.key;
    return 'edit' in thing ? this.#keyOf(thing.edit) : undefined;
  }
}

/** Undecided ones first. */
export async function pickEdit(edits: readonly ReviewEdit[]): Promise<ReviewEdit | undefined> {
  const { l10n } = vscode;
  if (edits.length === 0) {
    void showInformation(l10n.t('There are no edits to review.'));
    return undefined;
  }
  const rank = ({ decision }: ReviewEdit): number => (decision === 'pending' ? 0 : 1);
  const items = [...edits]
    .sort((a, b) => rank(a) - rank(b))
    .map((edit) => ({
      label: editLabel(edit.candidate, l10n),
      description: edit.run.name,
      edit,
    }));
  const picked = await pickFrom(items, {
    title: l10n.t('Which edit?'),
    matchOnDescription: true,
  });
  return picked?.edit;
}
