import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { command, commentController } from '../../common/ids';
import { safeMarkdown } from '../../common/markdownString';
import type { EditIds } from '../inline/editIds';
import type { EditView, EditViews } from '../inline/editViews';
import { isMissing } from '../inline/lensSpecs';
import type { ReviewEdit } from '../reviewEdit';
import { editLabel } from './editLabel';
import type { Reasons } from './reasons';
import type { TranscriptLink } from './threadBody';
import { threadComments, type ThreadComment } from './threadComments';
import type { LineSpan } from './threadLines';

/** Where a thread stands. The lines are worked out again whenever the edit is shown anew. */
export interface ThreadPlace {
  readonly uri: vscode.Uri;
  lines(view: EditView): LineSpan | Promise<LineSpan>;
}

interface Entry {
  readonly key: string;
  readonly place: ThreadPlace;
  readonly thread: vscode.CommentThread;
  shown: string;
}

/** One comment thread for each edit that is shown in a document: the evidence, and the word of the author. */
export class EditThreads implements vscode.Disposable {
  readonly #disposables = new Disposables();
  /** By address of the document. */
  readonly #entries = new Map<string, Entry>();
  #controller: vscode.CommentController | undefined;

  constructor(
    private readonly ids: EditIds,
    private readonly views: EditViews,
    private readonly reasons: Reasons,
  ) {
    const { window, workspace } = vscode;
    this.#disposables.add(views.onDidChange(() => void this.#refresh()));
    this.#disposables.add(reasons.onDidChange(() => void this.#refresh()));
    this.#disposables.add(
      workspace.onDidCloseTextDocument(({ uri }) => this.#drop(uri.toString())),
    );
    this.#disposables.add(window.tabGroups.onDidChangeTabs(() => this.#dropClosed()));
  }

  /** Puts the edit's thread there, open, and closes the others. */
  async show(view: EditView, place: ThreadPlace): Promise<LineSpan> {
    const lines = await place.lines(view);
    const address = place.uri.toString();
    const known = this.#entries.get(address);
    if (known !== undefined && known.key !== view.edit.key) this.#drop(address);
    const entry = this.#entries.get(address) ?? this.#create(view, place, lines);
    for (const other of this.#entries.values()) {
      if (other !== entry) {
        other.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
      }
    }
    this.#update(entry, view, lines);
    entry.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    return lines;
  }

  /** Key of the edit that a thread is about. */
  keyOf(thread: unknown): string | undefined {
    return [...this.#entries.values()].find((entry) => entry.thread === thread)?.key;
  }

  /** For tests: every thread there is. */
  all(): readonly vscode.CommentThread[] {
    return [...this.#entries.values()].map(({ thread }) => thread);
  }

  dispose(): void {
    for (const address of [...this.#entries.keys()]) this.#drop(address);
    this.#disposables.dispose();
  }

  #create(view: EditView, place: ThreadPlace, lines: LineSpan): Entry {
    // Only now: to have a controller puts a Comments view into the panel.
    this.#controller ??= this.#makeController();
    // With its comments from the start: a thread without any opens its reply box.
    const comments = this.#comments(view).map(toComment);
    const thread = this.#controller.createCommentThread(place.uri, rangeOf(lines), comments);
    const entry: Entry = { key: view.edit.key, place, thread, shown: '' };
    this.#entries.set(place.uri.toString(), entry);
    return entry;
  }

  #makeController(): vscode.CommentController {
    const { l10n } = vscode;
    const controller = this.#disposables.add(
      vscode.comments.createCommentController(commentController, l10n.t('GRASP edits')),
    );
    controller.options = {
      prompt: l10n.t('Write down a reason'),
      placeHolder: l10n.t('Why you accept or reject this edit. It is kept with your decision.'),
    };
    return controller;
  }

  async #refresh(): Promise<void> {
    for (const entry of [...this.#entries.values()]) {
      const view = await this.views.view(entry.key);
      if (!this.#entries.has(entry.place.uri.toString())) continue;
      if (view === undefined) this.#drop(entry.place.uri.toString());
      else this.#update(entry, view, await entry.place.lines(view));
    }
  }

  #update(entry: Entry, view: EditView, lines: LineSpan): void {
    const { edit } = view;
    const { thread } = entry;
    const comments = this.#comments(view);
    const label = editLabel(edit.candidate, vscode.l10n);
    const contextValue = contextOf(edit);
    const shown = JSON.stringify([label, contextValue, lines, comments]);
    // What is said anew would scroll the thread and close an open answer.
    if (shown === entry.shown) return;
    entry.shown = shown;
    const { CommentThreadState } = vscode;
    const isDecided = edit.decision !== 'pending';
    thread.label = label;
    thread.contextValue = contextValue;
    thread.state = isDecided ? CommentThreadState.Resolved : CommentThreadState.Unresolved;
    thread.canReply = { name: vscode.l10n.t('You') };
    thread.range = rangeOf(lines);
    thread.comments = comments.map(toComment);
  }

  #comments({ edit }: EditView): readonly ThreadComment[] {
    const from = { link: this.#link(edit.key), reason: this.reasons.get(edit.key) };
    return threadComments(edit, from, vscode.l10n);
  }

  #link(key: string): TranscriptLink {
    const id = this.ids.idOf(key);
    return (of, index) => {
      const args = encodeURIComponent(JSON.stringify([id, of, index]));
      return `command:${command.edits.openTranscripts}?${args}`;
    };
  }

  #drop(address: string): void {
    this.#entries.get(address)?.thread.dispose();
    this.#entries.delete(address);
  }

  /** A document stays in memory for a while after its tab was closed. */
  #dropClosed(): void {
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map((tab) => tab.input));
    // An editor of several diffs does not say what it shows.
    if (!inputs.every(isKnown)) return;
    const shown = new Set(inputs.flatMap((input) => placeOf(input)?.toString() ?? []));
    for (const address of [...this.#entries.keys()]) {
      if (!shown.has(address)) this.#drop(address);
    }
  }
}

function isKnown(input: unknown): boolean {
  return [
    vscode.TabInputText,
    vscode.TabInputTextDiff,
    vscode.TabInputCustom,
    vscode.TabInputWebview,
    vscode.TabInputNotebook,
    vscode.TabInputNotebookDiff,
    vscode.TabInputTerminal,
  ].some((kind) => input instanceof kind);
}

/** The document of a tab that can have a thread: the author's own file only beside another text. */
function placeOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  const isOurs = input instanceof vscode.TabInputText && input.uri.scheme !== 'file';
  return isOurs ? input.uri : undefined;
}

/** What `when` clauses of the manifest look at. */
function contextOf(edit: ReviewEdit): string {
  if (edit.decision === 'pending' && edit.fit === 'stale') return 'pending.stale';
  return isMissing(edit) ? `${edit.decision}.missing` : edit.decision;
}

/** Only where it stands: the editor selects the whole range whenever the thread is folded, as after a decision. */
function rangeOf({ last }: LineSpan): vscode.Range {
  return new vscode.Range(last, 0, last, 0);
}

function toComment({ author, body, label, at }: ThreadComment): vscode.Comment {
  const timestamp = at === undefined ? undefined : new Date(at);
  return {
    author: { name: author },
    body: safeMarkdown(body, [command.edits.openTranscripts]),
    mode: vscode.CommentMode.Preview,
    ...(label === undefined ? {} : { label }),
    ...(timestamp === undefined || Number.isNaN(timestamp.getTime()) ? {} : { timestamp }),
  };
}
