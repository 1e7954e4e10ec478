import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { command, setting } from '../../common/ids';
import { registerCommand } from '../../common/registerCommand';
import type { Surroundings } from '../../common/surroundings';
import type { EditViews } from '../inline/editViews';
import type { ReviewDesk } from '../reviewDesk';
import type { ReviewEdit } from '../reviewEdit';
import { isEditable } from '../sideBySide/proposalFiles';
import { editTitle } from '../thread/editLabel';
import type { Reasons } from '../thread/reasons';
import { openTranscripts, pickProbe, type ProbePlace } from '../transcripts/openTranscripts';
import type { TranscriptDocuments } from '../transcripts/transcriptDocuments';
import { pickEdit, type EditArgument } from './editArgument';
import type { EditOpener } from './editOpener';
import type { HunkActions } from './hunkActions';
import type { HunkCommands } from './hunkCommands';
import { neighbour } from './navigate';
import { sayBriefly } from '../../common/messages';

export interface ReviewParts {
  readonly desk: ReviewDesk;
  readonly views: EditViews;
  readonly argument: EditArgument;
  readonly opener: EditOpener;
  readonly hunks: HunkCommands;
  readonly actions: HunkActions;
  readonly reasons: Reasons;
  readonly transcripts: TranscriptDocuments;
}

/** The commands that show edits and what is known of them. */
export function registerReviewCommands(surroundings: Surroundings, parts: ReviewParts): void {
  const { desk, views, argument, opener, hunks, actions, reasons, transcripts } = parts;
  const { l10n } = vscode;
  const { edits } = command;

  /** A command on one edit. */
  const on = (
    id: string,
    work: (edit: ReviewEdit, ...rest: unknown[]) => void | Promise<void>,
  ): void =>
    registerCommand(surroundings, id, async (thing, ...rest) => {
      const edit = await argument.find(thing);
      if (edit !== undefined) await work(edit, ...rest);
    });

  registerCommand(surroundings, edits.open, async (thing, options) => {
    // From the palette: the one that is shown need not be opened.
    const edit =
      thing === undefined
        ? await pickEdit(await surroundings.edits.edits())
        : await argument.find(thing);
    if (edit !== undefined) await opener.open(edit.key, { preserveFocus: isQuiet(options) });
  });
  on(edits.showProbes, ({ key }) => opener.showProbes(key));
  on(edits.acceptHunk, ({ key }, hunk) => hunks.choose(key, hunk, true));
  on(edits.rejectHunk, ({ key }, hunk) => hunks.choose(key, hunk, false));

  on(edits.toggleLayout, async ({ key }) => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const layout = opener.shownLayout() === 'inline' ? 'sideBySide' : 'inline';
    const config = vscode.workspace.getConfiguration('grasp');
    const isOfWorkspace = config.inspect(setting.reviewLayout)?.workspaceValue !== undefined;
    const { Global, Workspace } = vscode.ConfigurationTarget;
    await config.update(setting.reviewLayout, layout, isOfWorkspace ? Workspace : Global);
    await opener.open(key, { layout });
    // One edit in two tabs is one too many; what was typed and not saved stays.
    const { tabGroups } = vscode.window;
    const isLeft = tab && tabGroups.all.some(({ tabs }) => tabs.includes(tab)) && !tab.isActive;
    if (isLeft && !tab.isDirty) await tabGroups.close(tab, true);
  });

  on(edits.editByHand, async (edit) => {
    const view = await views.view(edit.key);
    if (view === undefined) return;
    if (!isEditable(view)) throw notEditable(edit);
    if (view.sides.every(({ side }) => side.offered === null)) {
      throw new UserError(l10n.t('{0} has no text to edit.', editTitle(edit.candidate.judged)), {
        fix: l10n.t('Accept or reject it.'),
      });
    }
    const changed = view.sides.find(({ side }) => side.offered !== null)?.side.name;
    await opener.open(edit.key, {
      layout: 'sideBySide',
      ...(changed === undefined ? {} : { only: changed }),
    });
  });

  registerCommand(surroundings, edits.actions, () => actions.ask());

  on(edits.openTranscripts, async (edit, of, index) => {
    const probe = probePlace(of, index) ?? (await pickProbe(edit));
    if (probe !== undefined) await openTranscripts(transcripts, edit, probe);
  });

  registerCommand(surroundings, edits.submitReason, async (reply) => {
    const key = desk.focus.keyOf(reply);
    const text = textOf(reply);
    if (key === undefined || text === '') return;
    if (surroundings.edits.find(key)?.decision === 'pending') {
      reasons.add(key, text);
      return;
    }
    sayBriefly(await desk.decider.giveReason(key, text));
  });

  // What was typed is kept first: a decision that cannot be carried out does not lose it.
  for (const [id, decide] of [
    [edits.acceptWithReason, edits.accept],
    [edits.rejectWithReason, edits.reject],
  ] as const) {
    registerCommand(surroundings, id, async (reply) => {
      const key = desk.focus.keyOf(reply);
      const text = textOf(reply);
      if (key === undefined) return;
      if (text !== '') reasons.add(key, text);
      await vscode.commands.executeCommand(decide, key);
      await opener.comeBack(key);
    });
  }

  for (const [id, step] of [
    [edits.next, 1],
    [edits.previous, -1],
  ] as const) {
    registerCommand(surroundings, id, async () => {
      const all = await surroundings.edits.edits();
      const current = desk.focus.current();
      const next = neighbour(all, current, step);
      if (next !== undefined) return opener.open(next.key);
      sayBriefly(nothingLeft(all, current));
      return undefined;
    });
  }
}

function nothingLeft(all: readonly ReviewEdit[], current: string | undefined): string {
  const { l10n } = vscode;
  const pending = all.filter(({ decision }) => decision === 'pending');
  if (pending.some((edit) => edit.key === current)) {
    return l10n.t('This is the only edit left to review.');
  }
  return pending.length === 0
    ? l10n.t('Nothing is left to review.')
    : l10n.t(
        'Nothing is left to review. Edits that the gate refused and you did not decide on: {0}.',
        pending.length,
      );
}

function isQuiet(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'preserveFocus' in options &&
    options.preserveFocus === true
  );
}

/** What was typed into the reply box of a thread. */
function textOf(reply: unknown): string {
  return typeof reply === 'object' &&
    reply !== null &&
    'text' in reply &&
    typeof reply.text === 'string'
    ? reply.text.trim()
    : '';
}

function probePlace(of: unknown, index: unknown): ProbePlace | undefined {
  const isPlace = (of === 'gate' || of === 'rerun') && Number.isInteger(index);
  return isPlace ? { of, index: Number(index) } : undefined;
}

function notEditable({ decision, fit, fitReason }: ReviewEdit): UserError {
  const { l10n } = vscode;
  if (decision !== 'pending') {
    return new UserError(l10n.t('This edit is decided.'), {
      fix: l10n.t('Undo the decision first, or edit the skill file itself.'),
    });
  }
  if (fit === 'stale') {
    return new UserError(l10n.t('This edit no longer applies to your file. {0}', fitReason), {
      fix: l10n.t('Rebase it first.'),
    });
  }
  return new UserError(
    fit === 'there'
      ? l10n.t('Your library holds this already.')
      : l10n.t('There is no library to accept this edit into. {0}', fitReason),
    {
      fix:
        fit === 'there'
          ? l10n.t('Edit the skill file itself.')
          : l10n.t('Name one in the run configuration, as skills.library_dir.'),
    },
  );
}
