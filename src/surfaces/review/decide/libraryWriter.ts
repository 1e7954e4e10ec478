import { mkdir, readFile, realpath, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { linkBoundaryOf } from '../../common/linkBoundary';
import { refuseReadOnly } from '../../common/readOnly';
import type { AuthorLibrary } from './authorLibrary';
import type { Archives, FileChange, ReadyPlan } from './plan';

/** What a plan came to on the disk. */
export interface Written {
  /** What the skill files hold now, by address. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** What the archived versions were that it wrote or deleted; `null`: not there. */
  readonly replaced: Archives;
}

/** A file is no longer as the plan found it; nothing was written. */
export class ChangedMeanwhile extends UserError {
  constructor(file: string) {
    super(vscode.l10n.t('The skill was changed just now, or cannot be written.'), {
      place: { file },
      fix: vscode.l10n.t('Try again. Nothing was changed.'),
    });
  }
}

/** Carries a plan out on the files of the author's library. */
export class LibraryWriter {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /**
   * Changes the skill files as one step that the editor can undo, and saves them; versions that are replaced go
   * to the archive first.
   * @throws UserError when it could not be done; then nothing has changed.
   */
  async write(library: AuthorLibrary, { skills, archives }: ReadyPlan): Promise<Written> {
    if (skills.length === 0) return { texts: new Map(), replaced: {} };
    const { refuseOutside } = await import('../../../store/skillFolder');
    await refuseReadOnly(library.dir);
    for (const { file } of skills) await refuseReadOnly(join(library.dir, file));
    await mkdir(library.dir, { recursive: true });
    const root = await realpath(library.dir);
    // A skill may be a link to elsewhere in the workspace, as installers make them.
    const boundary = (await linkBoundaryOf(library.dir)) ?? root;
    for (const { file } of skills) await refuseOutside(root, file, boundary);

    const edit = await this.#editOf(library, skills);
    const replaced = await archivesOf(library, Object.keys(archives));
    const all = Object.entries(archives);
    await this.putArchives(library, Object.fromEntries(all.filter(([, text]) => text !== null)));
    if (!(await vscode.workspace.applyEdit(edit))) {
      await this.putArchives(library, replaced);
      throw new ChangedMeanwhile(library.dir);
    }
    await this.#save(library, skills, replaced);
    await this.#tidy(library, skills);
    // What was kept for the sake of its text may go now that the skill is saved.
    await this.putArchives(library, archives);
    return { texts: await this.textsOf(library, skills), replaced };
  }

  /** Takes the same plan back, where what was to follow it failed. */
  async revert(library: AuthorLibrary, plan: ReadyPlan, replaced: Archives): Promise<void> {
    const texts = await this.textsOf(library, plan.skills);
    const skills = plan.skills.map(({ name, file, before }) => ({
      name,
      file,
      before: texts.get(library.uriOf(file).toString()) ?? null,
      after: before,
    }));
    const edit = await this.#editOf(library, skills);
    await vscode.workspace.applyEdit(edit);
    for (const { file, after } of skills) {
      if (after !== null) await (await open(library.uriOf(file)))?.save();
    }
    await this.putArchives(library, replaced);
  }

  /**
   * Writes archived versions, or with `null` deletes them. One whose text stands nowhere else on the disk is neither
   * deleted nor written over. @returns the files of those that were kept
   */
  async putArchives(library: AuthorLibrary, archives: Archives): Promise<readonly string[]> {
    // They are named by the engine's rules, and lie in one folder.
    const own = Object.entries(archives).filter(([file]) => isArchive(file));
    if (own.length === 0) return [];
    const { writeSkillFiles } = await import('../../../store/skillFolder');
    const { lastCopies } = await import('./lastCopies');
    const there = await archivesOf(library, Object.keys(archives));
    const kept: string[] = [];
    const write = async (changes: typeof own, isSafe: boolean): Promise<void> => {
      const files = changes.map(([file]) => file);
      const last = isSafe ? [] : await lastCopies(library.dir, files);
      kept.push(...last);
      const rest = changes.filter(([file]) => !last.includes(file));
      if (rest.length > 0) await writeSkillFiles(library.dir, Object.fromEntries(rest));
    };
    const isNew = ([file, text]: readonly [string, string | null]): boolean =>
      text !== null && (there[file] === null || there[file] === text);
    await write(own.filter(isNew), true);
    await write(
      own.filter((it) => it[1] !== null && !isNew(it)),
      false,
    );
    await write(
      own.filter(([, text]) => text === null),
      false,
    );
    return kept;
  }

  /** What is to be put so that archived versions are as they were before; those changed since stay. */
  async backTo(before: Archives, after: Archives, library: AuthorLibrary): Promise<Archives> {
    const now = await archivesOf(library, Object.keys(after));
    const files = Object.keys(after).filter((file) => now[file] === after[file]);
    return Object.fromEntries(files.map((file) => [file, before[file] ?? null]));
  }

  async textsOf(
    library: AuthorLibrary,
    skills: readonly FileChange[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const texts = new Map<string, string | null>();
    for (const { file } of skills) {
      const uri = library.uriOf(file);
      texts.set(uri.toString(), (await open(uri))?.getText() ?? null);
    }
    return texts;
  }

  async #editOf(
    library: AuthorLibrary,
    skills: readonly FileChange[],
  ): Promise<vscode.WorkspaceEdit> {
    const { lineEdits } = await import('./lineEdits');
    const edit = new vscode.WorkspaceEdit();
    for (const { file, before, after } of skills) {
      const uri = library.uriOf(file);
      if (before === null) {
        edit.createFile(uri, { contents: Buffer.from(after ?? '', 'utf8') });
        continue;
      }
      const document = await open(uri);
      if (document?.getText() !== before) {
        throw new ChangedMeanwhile(uri.fsPath);
      }
      if (after === null) {
        // What was typed and not saved is in the archive; an editor of a deleted file would keep it open.
        if (document.isDirty) await document.save();
        edit.deleteFile(uri);
        continue;
      }
      for (const { start, end, text } of lineEdits(before, after)) {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        edit.replace(uri, range, text);
      }
    }
    return edit;
  }

  async #save(
    library: AuthorLibrary,
    skills: readonly FileChange[],
    replaced: Archives,
  ): Promise<void> {
    for (const { file, before, after } of skills) {
      if (before === null || after === null) continue;
      const uri = library.uriOf(file);
      const document = await open(uri);
      if (document === undefined || (await document.save()) || !document.isDirty) continue;
      this.log.warn(`${uri.fsPath} could not be saved`);
      const back = await this.#editOf(library, [
        { name: '', file, before: document.getText(), after: before },
      ]);
      await vscode.workspace.applyEdit(back);
      await this.putArchives(library, replaced);
      throw notWritten(library);
    }
  }

  /** A skill's folder goes with its last file; whatever else lies in it stays. */
  async #tidy(library: AuthorLibrary, skills: readonly FileChange[]): Promise<void> {
    for (const { file, after } of skills) {
      const folder = dirname(join(library.dir, file));
      if (after === null && folder !== library.dir) await rmdir(folder).catch(() => undefined);
    }
  }
}

async function archivesOf(library: AuthorLibrary, files: readonly string[]): Promise<Archives> {
  const texts = files.filter(isArchive).map(async (file) => {
    const text = await readFile(join(library.dir, file), 'utf8').catch(() => null);
    return [file, text] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

function isArchive(file: string): boolean {
  return /^\.history\/[^/\\]+$/.test(file);
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  return vscode.workspace.openTextDocument(uri).then(
    (document) => document,
    () => undefined,
  );
}

function notWritten(library: AuthorLibrary): UserError {
  return new UserError(vscode.l10n.t('The skill could not be written; nothing was changed.'), {
    place: { file: library.dir },
    fix: vscode.l10n.t(
      'Look whether the folder can be written to, and whether its files are open with other changes.',
    ),
  });
}
