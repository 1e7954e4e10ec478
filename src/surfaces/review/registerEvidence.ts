import * as vscode from 'vscode';
import type { Surroundings } from '../common/surroundings';
import { EditArgument } from './actions/editArgument';
import { EditFocus } from './actions/editFocus';
import { EditOpener } from './actions/editOpener';
import { HunkActions } from './actions/hunkActions';
import { HunkCommands } from './actions/hunkCommands';
import { registerReviewCommands } from './actions/reviewCommands';
import { SkillMarks } from './actions/skillMarks';
import { EditIds } from './inline/editIds';
import { EditViews } from './inline/editViews';
import { MergedDecorations } from './inline/mergedDecorations';
import { MergedDocuments } from './inline/mergedDocuments';
import { MergedLenses } from './inline/mergedLenses';
import type { ReviewDesk } from './reviewDesk';
import { KeepUpToDate } from './sideBySide/keepUpToDate';
import { ProposalFiles } from './sideBySide/proposalFiles';
import { SideBySide } from './sideBySide/sideBySide';
import { EditThreads } from './thread/editThreads';
import { Reasons } from './thread/reasons';
import { TranscriptDocuments } from './transcripts/transcriptDocuments';

/** How edits are shown: for tests, which look at what the editor itself does not tell. */
export interface Evidence {
  readonly documents: MergedDocuments;
  readonly transcripts: TranscriptDocuments;
  readonly threads: EditThreads;
  readonly views: EditViews;
}

/** Shows edits with their evidence, in whichever layout, and hears what the author says about them. */
export function registerEvidence(surroundings: Surroundings, desk: ReviewDesk): void {
  const { disposables, edits, libraries, log, versions } = surroundings;
  const ids = new EditIds(edits);
  const views = disposables.add(new EditViews(edits, log));
  const reasons = disposables.add(new Reasons());
  desk.reasons = reasons;

  const documents = disposables.add(new MergedDocuments(ids, views));
  disposables.add(new MergedLenses(documents, views, desk.reprober));
  disposables.add(new MergedDecorations(documents, views));
  const actions = disposables.add(new HunkActions(documents, views));
  disposables.add(new SkillMarks(edits, views, libraries, log));
  const proposals = disposables.add(new ProposalFiles(ids, views, desk.drafts));
  const sideBySide = new SideBySide(versions, proposals, views);
  const threads = disposables.add(new EditThreads(ids, views, reasons));
  const transcripts = disposables.add(new TranscriptDocuments(ids, log));

  const focus = disposables.add(new EditFocus(documents, sideBySide, threads));
  desk.focus = focus;
  const opener = new EditOpener(views, documents, sideBySide, threads);
  const reopen = (key: string, viewColumn: vscode.ViewColumn): Promise<void> =>
    opener.open(key, { layout: 'sideBySide', preserveFocus: true, viewColumn });
  disposables.add(new KeepUpToDate(views, sideBySide, reopen, log));
  registerReviewCommands(surroundings, {
    desk,
    views,
    argument: new EditArgument(edits, ids, focus),
    opener,
    hunks: new HunkCommands(desk, views, documents),
    actions,
    reasons,
    transcripts,
  });
  const evidence: Evidence = { documents, transcripts, threads, views };
  if (surroundings.context.extensionMode === vscode.ExtensionMode.Test) {
    disposables.add(vscode.commands.registerCommand('grasp.test.evidence', () => evidence));
  }
}
