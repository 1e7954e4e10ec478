import * as vscode from 'vscode';
import { describeError, UserError } from '../../../util/errors';
import { Disposables } from '../../common/disposables';
import { scheme } from '../../common/ids';
import type { Drafts } from '../drafts';
import { segment } from '../inline/documentName';
import type { EditIds } from '../inline/editIds';
import type { EditView, EditViews } from '../inline/editViews';
import type { ShownSide } from '../inline/shownSide';
import { sayBriefly, showWarning } from '../../common/messages';

interface Place {
  readonly view: EditView;
  readonly shown: ShownSide;
}

/**
 * Proposals that are not decided on yet, as files to be changed by hand: scheme `grasp-proposal`. Saving one
 * keeps the author's version as a draft of the edit. Nothing reaches the disk before the edit is accepted, so
 * the author's library always holds valid skills and only what the author took.
 */
export class ProposalFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changed.event;
  /** When a file was seen to have another text, by address. */
  readonly #seen = new Map<string, { readonly text: string; readonly time: number }>();

  constructor(
    private readonly ids: EditIds,
    private readonly views: EditViews,
    private readonly drafts: Drafts,
  ) {
    this.#disposables.add(
      vscode.workspace.registerFileSystemProvider(scheme.proposal, this, { isCaseSensitive: true }),
    );
    this.#disposables.add(views.onDidChange(() => void this.#tellChanges()));
  }

  uri(view: EditView, shown: ShownSide): vscode.Uri {
    const { edit, sides } = view;
    // Not in the path, which the editor shows as folders.
    const authority = `${this.ids.idOf(edit.key)}.${sides.indexOf(shown)}`;
    const path = `/${segment(shown.side.name)}.md`;
    return vscode.Uri.from({ scheme: scheme.proposal, authority, path });
  }

  keyOf(uri: vscode.Uri): string | undefined {
    return uri.scheme === scheme.proposal ? this.ids.keyOf(partsOf(uri).id) : undefined;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const place = await this.#place(uri);
    const text = this.#text(place);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: this.#note(uri, text),
      size: Buffer.byteLength(text),
      ...(isEditable(place.view) ? {} : { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = this.#text(await this.#place(uri));
    this.#note(uri, text);
    return Buffer.from(text, 'utf8');
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { view, shown } = await this.#place(uri);
    if (!isEditable(view)) throw vscode.FileSystemError.NoPermissions(uri);
    const { edit, sides } = view;
    const text = Buffer.from(content).toString('utf8');
    const { name, base, offered } = shown.side;
    const old = this.drafts.get(edit.key);
    this.#note(uri, text);
    const isAsOffered = text === offered && sides.length === 1;
    if (isAsOffered) this.drafts.drop(edit.key);
    else {
      this.drafts.put(edit.key, {
        // A proposal stays one of the text it was begun on: what the author changed since is merged, not undone.
        base: { [name]: base, ...old?.base },
        texts: { ...old?.texts, [name]: text },
      });
    }
    void this.#say(text, shown.side.name, isAsOffered);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #place(uri: vscode.Uri): Promise<Place> {
    const { id, index } = partsOf(uri);
    const edit = await this.ids.find(id);
    const view = edit && (await this.views.view(edit.key));
    const shown = view?.sides[index];
    if (view === undefined || shown === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { view, shown };
  }

  /** The author's own words as they were saved; what GRASP adds to them comes with accepting. */
  #text({ view: { edit }, shown: { side } }: Place): string {
    const own = this.drafts.get(edit.key)?.texts;
    const text = own !== undefined && Object.hasOwn(own, side.name) ? own[side.name] : undefined;
    return text ?? side.proposed ?? side.offered ?? '';
  }

  #note(uri: vscode.Uri, text: string): number {
    const address = uri.toString();
    const seen = this.#seen.get(address);
    if (seen?.text === text) return seen.time;
    const time = Math.max(Date.now(), (seen?.time ?? 0) + 1);
    this.#seen.set(address, { text, time });
    return time;
  }

  async #tellChanges(): Promise<void> {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== scheme.proposal) continue;
      const place = await this.#place(uri).catch(() => undefined);
      if (place === undefined) continue;
      const seen = this.#seen.get(uri.toString())?.text;
      // Also when it was decided on: whether it may be changed is part of what is known of a file.
      if (seen !== this.#text(place) || !isEditable(place.view)) {
        this.#note(uri, this.#text(place));
        this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      }
    }
  }

  async #say(text: string, name: string, isAsOffered: boolean): Promise<void> {
    const { l10n } = vscode;
    const { parseSkill } = await import('../../../engine/skill/parseSkill');
    try {
      parseSkill(text, `${name}.md`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const why = describeError(error);
      void showWarning(l10n.t('This is no valid skill yet, so it cannot be accepted. {0}', why));
      return;
    }
    sayBriefly(
      isAsOffered
        ? l10n.t('This is the proposal as it came.')
        : l10n.t('Your version is kept. Re-run its probes, or accept it as your own decision.'),
    );
  }
}

export function isEditable({ edit }: EditView): boolean {
  if (edit.decision !== 'pending') return false;
  return edit.draft !== undefined || edit.fit === 'applies' || edit.fit === 'merges';
}

function partsOf(uri: vscode.Uri): { readonly id: string; readonly index: number } {
  const [id = '', index = ''] = uri.authority.split('.');
  return { id, index: /^\d{1,3}$/.test(index) ? Number(index) : -1 };
}
