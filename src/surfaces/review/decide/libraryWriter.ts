import { mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { AuthorLibrary } from './authorLibrary';
import type { FileChange, ReadyPlan } from './plan';

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
   * to the archive first. Gives the texts that the files hold then.
   * @throws UserError when it could not be done; then nothing has changed.
   */
  async write(
    library: AuthorLibrary,
    { skills, archives }: ReadyPlan,
  ): Promise<ReadonlyMap<string, string | null>> {
    if (skills.length === 0) return new Map();
    const { refuseOutside } = await import('../../../store/skillFolder');
    await mkdir(library.dir, { recursive: true });
    const root = await realpath(library.dir);
    for (const { file } of skills) await refuseOutside(root, file);

    const edit = await this.#editOf(library, skills);
    await this.writeArchives(library, archives);
    if (!(await vscode.workspace.applyEdit(edit))) {
      await this.dropArchives(library, written(archives));
      throw new ChangedMeanwhile(library.dir);
    }
    await this.#save(library, skills, archives);
    await this.#tidy(library, skills);
    const gone = Object.entries(archives).filter(([, text]) => text === null);
    await this.dropArchives(library, Object.fromEntries(gone));
    return this.textsOf(library, skills);
  }

  /** Takes the same plan back, where what was to follow it failed. */
  async revert(library: AuthorLibrary, plan: ReadyPlan): Promise<void> {
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
    await this.dropArchives(library, plan.archives);
  }

  /** Versions that are about to be replaced. */
  async writeArchives(
    library: AuthorLibrary,
    archives: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    const { writeSkillFiles } = await import('../../../store/skillFolder');
    const written = Object.entries(archives).filter(([, text]) => text !== null);
    if (written.length > 0) await writeSkillFiles(library.dir, Object.fromEntries(written));
  }

  /** Archives of what is the current version again. */
  async dropArchives(
    library: AuthorLibrary,
    archives: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    for (const file of Object.keys(archives)) {
      // They are written by the engine's rules, and lie in one folder.
      if (/^\.history\/[^/\\]+$/.test(file)) await rm(join(library.dir, file), { force: true });
    }
    await rmdir(join(library.dir, '.history')).catch(() => undefined);
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
    archives: ReadyPlan['archives'],
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
      await this.dropArchives(library, written(archives));
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

/** Archives that the plan made, without those it was to remove once all was well. */
function written(archives: ReadyPlan['archives']): ReadyPlan['archives'] {
  return Object.fromEntries(Object.entries(archives).filter(([, text]) => text !== null));
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
