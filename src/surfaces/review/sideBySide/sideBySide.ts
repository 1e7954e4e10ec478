import * as vscode from 'vscode';
import { plainLine } from '../../common/markdown';
import type { VersionDocuments } from '../../common/versionDocuments';
import type { EditView, EditViews } from '../inline/editViews';
import type { ShownSide } from '../inline/shownSide';
import { editTitle } from '../thread/editLabel';
import type { ThreadPlace } from '../thread/editThreads';
import { isEditable, type ProposalFiles } from './proposalFiles';

/** The two documents of a skill that an edit touches. */
export interface SidePair {
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly shown: ShownSide;
}

/**
 * An edit as diff editors. Pending: the author's file, and beside it the proposal, which may be changed.
 * Accepted: the text before, and beside it the real file. Texts that are no file of their own are read-only.
 */
export class SideBySide {
  readonly #prefix = 'edit:';

  constructor(
    private readonly versions: VersionDocuments,
    private readonly proposals: ProposalFiles,
    private readonly views: EditViews,
  ) {}

  pairs(view: EditView): readonly SidePair[] {
    return view.sides.map((shown) => ({
      left: this.#left(view, shown),
      right: this.#right(view, shown),
      shown,
    }));
  }

  /** Opens the diff, or one editor with all of them; the document that the thread belongs to. */
  async open(
    view: EditView,
    options: {
      readonly preserveFocus: boolean;
      readonly only?: string;
      readonly viewColumn?: vscode.ViewColumn;
    },
  ): Promise<ThreadPlace | undefined> {
    const pairs = this.pairs(view);
    const pair = pairs.find(({ shown }) => shown.side.name === options.only) ?? mainOf(pairs);
    if (pair === undefined) return undefined;
    const title = this.#title(view);
    const isOpen =
      pairs.length > 1 && options.only === undefined && (await openSeveral(title, pairs));
    if (!isOpen) {
      const { preserveFocus, viewColumn } = options;
      await vscode.commands.executeCommand('vscode.diff', pair.left, pair.right, title, {
        preview: true,
        preserveFocus,
        ...(viewColumn === undefined ? {} : { viewColumn }),
      } satisfies vscode.TextDocumentShowOptions);
    }
    return this.placeOf(pair);
  }

  /** Where the thread of an edit stands in this pair. */
  placeOf({ right, shown }: SidePair): ThreadPlace {
    return { uri: right, lines: (now) => linesIn(now, shown.side.name) };
  }

  /** Is the document on the right shown in a diff of ours, rather than in an editor of its own? */
  isShown(right: vscode.Uri, visible: readonly string[]): boolean {
    if (!visible.includes(right.toString())) return false;
    if (right.scheme !== 'file') return true;
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return activeTab?.input instanceof vscode.TabInputTextDiff;
  }

  /** Key of the edit that a document of ours belongs to; the author's own file belongs to none by itself. */
  keyOf(uri: vscode.Uri): string | undefined {
    const version = this.versions.keyOf(uri);
    if (version?.startsWith(this.#prefix)) {
      return version.slice(
        this.#prefix.length,
        version.lastIndexOf(':', version.lastIndexOf(':') - 1),
      );
    }
    return this.proposals.keyOf(uri);
  }

  #left(view: EditView, { side }: ShownSide): vscode.Uri {
    const isAuthors = side.basis === 'author' && view.edit.decision !== 'accepted';
    if (isAuthors && side.base !== null && side.file !== undefined) {
      return vscode.Uri.file(side.file);
    }
    return this.#version(view, side.name, 'base');
  }

  #right(view: EditView, shown: ShownSide): vscode.Uri {
    const { side } = shown;
    if (side.proposed === null) return this.#version(view, side.name, 'proposed');
    if (view.edit.decision === 'accepted' && side.file !== undefined) {
      return vscode.Uri.file(side.file);
    }
    return isEditable(view)
      ? this.proposals.uri(view, shown)
      : this.#version(view, side.name, 'proposed');
  }

  #version(view: EditView, name: string, which: 'base' | 'proposed'): vscode.Uri {
    const { key } = view.edit;
    const at = view.sides.findIndex(({ side }) => side.name === name);
    const read = async (): Promise<string> =>
      (await this.views.view(key))?.sides[at]?.side[which] ?? '';
    const word = which === 'base' ? vscode.l10n.t('before') : vscode.l10n.t('after');
    const title = `${name} (${word}).md`;
    return this.versions.uri({ key: `${this.#prefix}${key}:${at}:${which}`, title, read });
  }

  #title(view: EditView): string {
    const { l10n } = vscode;
    const title = plainLine(editTitle(view.edit.candidate.judged), 80);
    if (view.edit.decision === 'accepted') return l10n.t('{0} (before ↔ your file)', title);
    return isEditable(view)
      ? l10n.t('{0} (your file ↔ proposal)', title)
      : l10n.t('{0} (before ↔ proposal)', title);
  }
}

/** Of a pair, the skill that comes. */
function mainOf(pairs: readonly SidePair[]): SidePair | undefined {
  return pairs.find(({ shown }) => shown.side.proposed !== null) ?? pairs[0];
}

/** Not every editor has a view for several diffs. */
async function openSeveral(title: string, pairs: readonly SidePair[]): Promise<boolean> {
  try {
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      pairs.map(({ left, right }) => [right, left, right]),
    );
    return true;
  } catch {
    return false;
  }
}

async function linesIn(
  view: EditView,
  name: string,
): Promise<{ readonly first: number; readonly last: number }> {
  const { changeOf } = await import('../inline/hunks');
  const { threadLinesInNewText } = await import('../thread/threadLines');
  const side = view.sides.find((shown) => shown.side.name === name)?.side;
  return side === undefined ? { first: 0, last: 0 } : threadLinesInNewText(changeOf(side));
}
