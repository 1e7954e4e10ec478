import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { systemClock } from '../../../backends/systemClock';
import type { Layout } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import { describeError, UserError } from '../../../util/errors';
import { fileStamp } from '../../../store/fileStamp';
import { Disposables } from '../../common/disposables';
import { linkBoundaryOf } from '../../common/linkBoundary';
import { isWithin, skillFileIn } from '../../common/libraryPlaces';
import type { LibrarySnapshot } from './librarySnapshot';
import { Lookout } from '../../common/lookout';
import { placesOf } from '../../common/placesOf';
import { Watchers } from '../../common/watchers';

const PAUSE_MS = 120;
const LOOK_MS = 1_500;
/** Of a larger library the folder alone tells. */
const MAX_STAMPED = 500;
const CATCH_UP_MS = 100;
const CATCH_UP_TRIES = 30;

/** The author's library that edits are accepted into: what is saved, under what open editors hold. */
export class AuthorLibrary implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  #folder: Promise<SkillFolder | string> | undefined;
  #snapshot: LibrarySnapshot | undefined;
  #pause: NodeJS.Timeout | undefined;
  readonly #lookout = new Lookout(systemClock, LOOK_MS, () => this.#look());
  #stamps: string | undefined;

  constructor(
    /** Absolute. */
    readonly dir: string,
    private readonly layout: Layout | undefined,
  ) {
    const { workspace } = vscode;
    const reread = (): void => this.#reread();
    this.#disposables
      .add(new Watchers({ onCreate: reread, onChange: reread, onDelete: reread }))
      .watch(placesOf(dir));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#holds(document.uri)) this.#later();
      }),
    );
    this.#disposables.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#holds(uri)) this.#reread();
      }),
    );
    this.#disposables.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#holds(uri)) this.#reread();
      }),
    );
  }

  /** As last read; `undefined` before {@link read}. */
  get last(): LibrarySnapshot | undefined {
    return this.#snapshot;
  }

  /** As it is now. Reads from the disk only what may have changed. */
  async read(): Promise<LibrarySnapshot> {
    const { overlay, unreadable } = await import('./overlay');
    this.#folder ??= this.#readFolder();
    const folder = await this.#folder;
    this.#snapshot =
      typeof folder === 'string'
        ? unreadable(this.layout ?? 'flat', folder)
        : overlay(folder, this.#openTexts(folder.layout));
    return this.#snapshot;
  }

  /**
   * As it is now, the disk looked at again, and the texts of these skills as an editor holds them: that is what an
   * edit of their files starts from.
   */
  async readFor(names: readonly string[]): Promise<LibrarySnapshot> {
    const reading = this.#readFolder();
    this.#folder = reading;
    const { library } = await this.read();
    const folder = await reading;
    if (typeof folder === 'string') return this.read();
    const texts = new Map(this.#openTexts(folder.layout));
    for (const name of names) {
      const skill = library.find(name);
      if (skill === undefined) continue;
      const document = await vscode.workspace.openTextDocument(this.uriOf(skill.file));
      // An editor that has not read what is saved gives way to it: what was changed there must not be written over.
      if (await caughtUp(document, skill.text)) texts.set(skill.file, document.getText());
    }
    const { overlay } = await import('./overlay');
    return overlay(folder, texts);
  }

  /**
   * Looks at its files now and then, as long as somebody looks at what depends on them. Watching is not told of
   * everything everywhere: network drives, exhausted watches, folders made anew.
   */
  keepLooking(on: boolean): void {
    this.#lookout.keep(on);
  }

  /** Its files were written just now: what was read is out of date before anybody is told. */
  expire(): void {
    this.#folder = undefined;
  }

  /** Address of a file of the library, named as the engine does. */
  uriOf(file: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.file(this.dir), ...file.split('/'));
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.keepLooking(false);
    this.#disposables.dispose();
  }

  async #look(): Promise<void> {
    const files = this.#snapshot?.library.learned.map(({ file }) => file) ?? [];
    const paths = [this.dir, ...files.slice(0, MAX_STAMPED).map((file) => join(this.dir, file))];
    const stamps = (await Promise.all(paths.map(fileStamp))).join('\n');
    if (this.#stamps !== undefined && this.#stamps !== stamps) this.#reread();
    this.#stamps = stamps;
  }

  async #readFolder(): Promise<SkillFolder | string> {
    const { readSkillFolder } = await import('../../../store/skillFolder');
    const boundary = await linkBoundaryOf(this.dir);
    const options = {
      ...(this.layout === undefined ? {} : { layout: this.layout }),
      ...(boundary === undefined ? {} : { boundary }),
    };
    try {
      return await readSkillFolder(this.dir, { ...options, optional: true });
    } catch (error) {
      if (error instanceof UserError) return describeError(error);
      throw error;
    }
  }

  #openTexts(layout: Layout): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const document of vscode.workspace.textDocuments) {
      const { uri, isDirty } = document;
      if (uri.scheme !== 'file' || !isDirty) continue;
      const file = skillFileIn(this.dir, layout, uri.fsPath);
      if (file !== undefined) texts.set(file, document.getText());
    }
    return texts;
  }

  #holds(uri: vscode.Uri): boolean {
    return uri.scheme === 'file' && uri.fsPath.endsWith('.md') && isWithin(this.dir, uri.fsPath);
  }

  #reread(): void {
    this.#folder = undefined;
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#pause);
    this.#pause = globalThis.setTimeout(() => this.#changed.fire(), PAUSE_MS);
  }
}

/**
 * What changed on the disk a moment ago may not have reached the editor yet: an edit of the older text could not be
 * saved. Whether the editor's text is the one to go by: the saved one, or one that is typed on.
 */
async function caughtUp(document: vscode.TextDocument, saved: string): Promise<boolean> {
  const counts = (): boolean => document.isDirty || unified(document.getText()) === unified(saved);
  for (let left = CATCH_UP_TRIES; left > 0 && !counts(); left -= 1) {
    await setTimeout(CATCH_UP_MS);
  }
  return counts();
}

/** Without what an editor makes uniform: line ends, the byte order mark. */
function unified(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
