import * as vscode from 'vscode';
import type { Libraries } from '../../common/libraries';
import { plainLine } from '../../common/markdown';
import { chooseSkill } from '../chosenSkill';
import type { ChosenSkill } from '../chosenSkill';
import { showVersions } from './compareVersions';
import { pickVersion } from './pickVersion';
import { restoreVersion } from './restoreVersion';
import type { SkillVersion } from './skillVersions';
import type { VersionShelf } from './versionShelf';
import { showInformation } from '../../common/messages';

/** The earlier versions of a skill, to be compared with the current one or restored. */
export async function showHistory(
  libraries: Libraries,
  shelf: VersionShelf,
  argument: unknown,
): Promise<void> {
  const title = vscode.l10n.t('History of a skill');
  const chosen = await chooseSkill(libraries, argument, { title, withRemoved: true });
  const versions = await shelf.versions(chosen);
  const current = versions.find((it) => it.kind === 'current');
  if (chosen.version !== undefined) return show(shelf, chosen, chosen.version, current);

  const earlier = versions.filter((it) => it.kind !== 'current');
  const name = plainLine(chosen.name, 60);
  if (earlier.length === 0) {
    void showInformation(
      vscode.l10n.t(
        '{0} has no earlier versions. Accepting an edit or restoring a version keeps the one before it.',
        name,
      ),
    );
    return;
  }
  const { version, isRestore } = await pickVersion(earlier, {
    title: vscode.l10n.t('History of {0}', name),
    placeholder: vscode.l10n.t('Choose a version to compare with the current one'),
    canRestore: true,
  });
  if (isRestore && version.kind === 'archived') await restoreVersion(libraries, chosen, version);
  else await show(shelf, chosen, version, current);
}

/** Beside the current version; on its own where there is none any more. */
async function show(
  shelf: VersionShelf,
  chosen: ChosenSkill,
  version: SkillVersion,
  current: SkillVersion | undefined,
): Promise<void> {
  if (current !== undefined && version.kind !== 'current') {
    return showVersions(shelf, chosen, version, current);
  }
  await vscode.window.showTextDocument(shelf.uri(chosen, version), { preview: true });
}
