import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { Libraries } from '../../common/libraries';
import { plainLine } from '../../common/markdown';
import { chooseSkill } from '../chosenSkill';
import type { ChosenSkill } from '../chosenSkill';
import { smallestChange } from '../fixes/smallestChange';
import { pickVersion } from './pickVersion';
import { ownVersions } from './skillVersions';
import type { OwnVersion } from './skillVersions';
import { sayBriefly, showInformation } from '../../common/messages';

const SHOWN_MS = 10_000;

/** Asks for what was not pointed at, and restores it. */
export async function restoreCommand(libraries: Libraries, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Restore a version');
  const chosen = await chooseSkill(libraries, argument, { title, withRemoved: true });
  if (chosen.version?.kind === 'archived') {
    return restoreVersion(libraries, chosen, chosen.version);
  }
  const name = plainLine(chosen.name, 60);
  const past = ownVersions(await libraries.read(chosen.library), chosen.name).filter(
    ({ kind }) => kind === 'archived',
  );
  if (past.length === 0) {
    void showInformation(
      vscode.l10n.t(
        '{0} has no earlier versions. Accepting an edit or restoring a version keeps the one before it.',
        name,
      ),
    );
    return;
  }
  const { version } = await pickVersion(past, {
    title: vscode.l10n.t('Restore {0}', name),
    placeholder: vscode.l10n.t('Choose the version that is to be current again'),
  });
  if (version.kind === 'archived') await restoreVersion(libraries, chosen, version);
}

/**
 * Makes an archived version current, as one step that can be undone in the editor; what was current goes to
 * `.history` first, so that nothing is lost either way.
 */
export async function restoreVersion(
  libraries: Libraries,
  { library, name }: ChosenSkill,
  version: OwnVersion,
): Promise<void> {
  const folder = await libraries.read(library);
  const saved = folder.skills.find((it) => it.name === name);
  const open = saved === undefined ? undefined : openDocument(join(library.dir, saved.file));
  const [{ restoredFiles }, { parseSkill }, { writeSkillFiles }] = await Promise.all([
    import('./restoredFiles'),
    import('../../../engine/skill/parseSkill'),
    import('../../../store/skillFolder'),
  ]);
  const current =
    saved === undefined || open?.isDirty !== true
      ? undefined
      : readUnsaved(open, (text) => parseSkill(text, saved.file), name);
  const restored = restoredFiles(folder, name, version, {
    ...(current === undefined ? {} : { current }),
    at: new Date().toISOString(),
  });
  await writeSkillFiles(library.dir, restored.archives);

  const uri = vscode.Uri.file(join(library.dir, restored.file));
  const edit = new vscode.WorkspaceEdit();
  if (saved === undefined) {
    edit.createFile(uri, { contents: Buffer.from(restored.text, 'utf8') });
  } else {
    const document = await vscode.workspace.openTextDocument(uri);
    const { start, end, text } = smallestChange(document.getText(), restored.text);
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.replace(uri, range, text);
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new UserError(
      vscode.l10n.t('The version was not restored: the file cannot be changed.'),
      {
        place: { file: uri.fsPath },
        fix: vscode.l10n.t(
          'Close what else has it open, check that it can be written, and try again.',
        ),
      },
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  await document.save();
  // Shown, so that the change is seen and can be undone where it was made.
  await vscode.window.showTextDocument(document, { preview: true });
  sayBriefly(
    vscode.l10n.t(
      'Restored v{0} of {1} as v{2}. Undo in the editor takes it back.',
      version.skill.version,
      plainLine(name, 60),
      restored.version,
    ),
    { ms: SHOWN_MS },
  );
}

/** What stands in the editor, if it is a skill of that name; else the saved file is what is archived. */
function readUnsaved<T extends { readonly name: string }>(
  document: vscode.TextDocument,
  parse: (text: string) => T,
  name: string,
): T | undefined {
  try {
    const skill = parse(document.getText());
    return skill.name === name ? skill : undefined;
  } catch {
    return undefined;
  }
}

function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'file' && uri.fsPath === vscode.Uri.file(path).fsPath,
  );
}
