import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Libraries } from '../../common/libraries';
import type { VersionDocuments } from '../../common/versionDocuments';
import type { EditBook } from '../../review/editBook';
import type { ChosenSkill } from '../chosenSkill';
import type { EditTexts } from './runVersions';
import { isOwn, ownVersions, textOf } from './skillVersions';
import type { SkillVersion } from './skillVersions';
import { versionName } from './versionWords';

/** Every version of a skill that can be found, and documents to show them in. */
export class VersionShelf {
  constructor(
    private readonly libraries: Libraries,
    private readonly edits: Pick<EditBook, 'edits'>,
    private readonly documents: VersionDocuments,
  ) {}

  /** Those of the library, newest first; then texts that only runs know, newest run first. */
  async versions({ library, name }: ChosenSkill): Promise<readonly SkillVersion[]> {
    const own = ownVersions(await this.libraries.read(library), name);
    const { runVersions } = await import('./runVersions');
    return [...own, ...runVersions(own, await this.#textsOfRuns(library.dir, name))];
  }

  /** The current version is the file itself, so that it can be edited beside what it is compared with. */
  uri({ library, name }: ChosenSkill, version: SkillVersion): vscode.Uri {
    if (version.kind === 'current') {
      return vscode.Uri.file(join(library.dir, version.skill.file));
    }
    const text = textOf(version);
    const title = versionName(version, vscode.l10n);
    return this.documents.uri({
      key: JSON.stringify(['history', library.dir, name, title, isOwn(version), text]),
      title: `${name} ${title}.md`,
      read: () => text,
    });
  }

  async #textsOfRuns(dir: string, name: string): Promise<readonly EditTexts[]> {
    const edits = await this.edits.edits();
    return edits.flatMap(({ run, candidate, libraryDir }): readonly EditTexts[] => {
      const { judged } = candidate;
      const edit = judged.edits.find((it) => it.name === name);
      if (libraryDir !== dir || edit === undefined) return [];
      const { id, verdict, epoch, update, score } = judged;
      const { fixes, regressions } = score;
      return [
        {
          run: run.name,
          edit: { id, action: edit.action, verdict, fixes, regressions, epoch, update },
          before: own(judged.before, name),
          after: own(judged.after, name),
        },
      ];
    });
  }
}

function own(texts: Readonly<Record<string, string | null>>, name: string): string | null {
  return Object.hasOwn(texts, name) ? (texts[name] ?? null) : null;
}
