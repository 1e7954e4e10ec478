import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposables } from './disposables';
import { scheme } from './ids';

/** A text to be shown as a read-only document. */
export interface VersionSource {
  /** Tells it from every other text of the window; never shown. The same key gives the same document. */
  readonly key: string;
  /** Name of the document, with an ending that says what it is: `convert_units v3.md`. May hold anything. */
  readonly title: string;
  /** Asked whenever the document is opened or has changed. */
  read(): string | Promise<string>;
}

const MAX_KEPT = 400;

/**
 * Read-only documents of scheme `grasp-version`: texts of skills as they were, and whatever else is shown
 * beside them. An address carries a digest and a title, and nothing that is looked up on a disk.
 */
export class VersionDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #sources = new Map<
    string,
    { readonly uri: vscode.Uri; readonly source: VersionSource }
  >();

  readonly onDidChange = this.#changed.event;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.#disposables.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme.version, this),
    );
  }

  /** The address of this text. Offered again, the newer source counts, and an open document is read again. */
  uri(source: VersionSource): vscode.Uri {
    const id = digest(source.key);
    const path = `/${id}/${fileName(source.title)}`;
    const uri = vscode.Uri.from({ scheme: scheme.version, path });
    const isOffered = this.#sources.delete(id);
    this.#sources.set(id, { uri, source });
    if (isOffered) this.#changed.fire(uri);
    else this.#forgetSome();
    return uri;
  }

  /** The text of this key is another one now. */
  changed(key: string): void {
    const known = this.#sources.get(digest(key));
    if (known !== undefined) this.#changed.fire(known.uri);
  }

  /** The key behind an address that was given out here. */
  keyOf(uri: vscode.Uri): string | undefined {
    return uri.scheme === scheme.version ? this.#sources.get(idOf(uri))?.source.key : undefined;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.#sources.get(idOf(uri));
    if (known === undefined) {
      // A tab that outlived its window.
      return vscode.l10n.t(
        'This text is no longer at hand. Close the tab and open it again from where it came.',
      );
    }
    try {
      return await known.source.read();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return vscode.l10n.t('This text cannot be read: {0}', String(error));
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** The oldest go, but for those that are open. */
  #forgetSome(): void {
    if (this.#sources.size <= MAX_KEPT) return;
    const open = new Set(
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === scheme.version)
        .map(({ uri }) => idOf(uri)),
    );
    for (const id of this.#sources.keys()) {
      if (this.#sources.size <= MAX_KEPT / 2) return;
      if (!open.has(id)) this.#sources.delete(id);
    }
  }
}

function idOf(uri: vscode.Uri): string {
  return uri.path.split('/')[1] ?? '';
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}

/** One segment of a path that reads like the title. */
function fileName(title: string): string {
  const plain = title.replace(/[\\/\p{C}]+/gu, ' ').trim();
  return (plain === '' || /^\.+$/.test(plain) ? 'text' : plain).slice(0, 120);
}
