import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import type { EditView, EditViews } from '../inline/editViews';
import type { MergedDocuments } from '../inline/mergedDocuments';
import type { MergedHunk } from '../inline/mergedDocument';
import type { How } from '../decide/decider';
import type { ReviewDesk } from '../reviewDesk';
import { sayBriefly } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

/** Takes and leaves single hunks of an edit. */
export class HunkCommands {
  constructor(
    private readonly desk: Pick<ReviewDesk, 'decider' | 'drafts'>,
    private readonly views: EditViews,
    private readonly documents: MergedDocuments,
  ) {}

  /** @throws UserError when it cannot be done; then nothing has changed. */
  async choose(key: string, hunkId: unknown, isTaken: boolean): Promise<void> {
    const view = await this.views.view(key);
    if (view === undefined) return;
    const hunk = await this.#hunk(view, hunkId, isTaken);
    if (hunk === undefined) return;
    const { decider, drafts } = this.desk;
    const { chooseHunk } = await import('./chooseHunks');
    const choice = chooseHunk(view, hunk.id, isTaken);
    switch (choice.kind) {
      case 'write':
        return sayBriefly(await decider.acceptText(key, choice.texts, howFor(view)));
      case 'undo':
        return sayBriefly(await decider.undo(key));
      case 'reject':
        return sayBriefly(await decider.reject(key));
      case 'offer':
        return drafts.drop(key);
      case 'draft': {
        const base = Object.fromEntries(view.sides.map(({ side }) => [side.name, side.base]));
        return drafts.put(key, { base, texts: choice.texts });
      }
      case 'refuse':
        throw new UserError(
          vscode.l10n.t('This hunk cannot be taken or left by itself: the text has changed since.'),
          { fix: vscode.l10n.t('Accept or undo the whole edit, or change the file by hand.') },
        );
    }
  }

  /** The one that is meant; else the one at the cursor; else the person is asked. */
  async #hunk(
    { merged, edit }: EditView,
    id: unknown,
    isTaken: boolean,
  ): Promise<MergedHunk | undefined> {
    const hunks = merged.hunks.filter(({ isBookkeeping }) => !isBookkeeping);
    if (typeof id === 'string') return hunks.find((hunk) => hunk.id === id);
    const editor = vscode.window.activeTextEditor;
    if (editor && this.documents.keyOf(editor.document.uri) === edit.key) {
      const line = editor.selection.active.line;
      const here = hunks.find(({ first, last }) => first <= line && line <= last);
      if (here !== undefined) return here;
    }
    const { l10n } = vscode;
    const lines = merged.text.split('\n');
    const items = hunks.map((hunk) => ({
      label: plainLine(
        lines.slice(hunk.first, hunk.last + 1).find((line) => line.trim()) ?? '',
        80,
      ),
      description: l10n.t('+{0} −{1} lines', hunk.added, hunk.removed),
      hunk,
    }));
    const picked = await pickFrom(items, {
      title: isTaken ? l10n.t('Accept which hunk?') : l10n.t('Reject which hunk?'),
    });
    return picked?.hunk;
  }
}

/** To be asked for a reason at every hunk would be too much; the thread has room for one, and it stays. */
function howFor({ edit: { decision, said }, sides }: EditView): How {
  const reason = decision === 'accepted' ? said?.reason : undefined;
  // The texts are made from what the view shows; what was written since is merged with them.
  const base = Object.fromEntries(
    sides.map(({ side }) => [side.name, decision === 'accepted' ? side.proposed : side.base]),
  );
  return { isQuiet: true, base, ...(reason === undefined ? {} : { reason }) };
}
