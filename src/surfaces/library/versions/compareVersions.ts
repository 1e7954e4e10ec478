import * as vscode from 'vscode';
import type { Libraries } from '../../common/libraries';
import { plainLine } from '../../common/markdown';
import { chooseSkill } from '../chosenSkill';
import type { ChosenSkill } from '../chosenSkill';
import { pickVersion } from './pickVersion';
import type { SkillVersion } from './skillVersions';
import type { VersionShelf } from './versionShelf';
import { versionName } from './versionWords';
import { showInformation } from '../../common/messages';

/** Two versions beside each other, the older one on the left. */
export async function compareVersions(
  libraries: Libraries,
  shelf: VersionShelf,
  argument: unknown,
): Promise<void> {
  const title = vscode.l10n.t('Compare versions');
  const chosen = await chooseSkill(libraries, argument, { title, withRemoved: true });
  const versions = await shelf.versions(chosen);
  const name = plainLine(chosen.name, 60);
  if (versions.length < 2) {
    void showInformation(
      vscode.l10n.t('{0} has only one version so far: there is nothing to compare it with.', name),
    );
    return;
  }
  const first = chosen.version ?? (await ask(versions, name, 1));
  const rest = versions.filter((it) => !isSame(it, first));
  const second = await ask(rest, name, 2);
  const [newer, older] = [first, second].sort(
    (a, b) => placeOf(a, versions) - placeOf(b, versions),
  );
  if (newer !== undefined && older !== undefined) await showVersions(shelf, chosen, older, newer);
}

/** A diff of two versions; the current one can be edited in it. */
export async function showVersions(
  shelf: VersionShelf,
  chosen: ChosenSkill,
  left: SkillVersion,
  right: SkillVersion,
): Promise<void> {
  const title = vscode.l10n.t(
    '{0}: {1} ↔ {2}',
    plainLine(chosen.name, 60),
    wordFor(left),
    wordFor(right),
  );
  await vscode.commands.executeCommand(
    'vscode.diff',
    shelf.uri(chosen, left),
    shelf.uri(chosen, right),
    title,
    { preview: true },
  );
}

async function ask(
  versions: readonly SkillVersion[],
  name: string,
  step: 1 | 2,
): Promise<SkillVersion> {
  const placeholder =
    step === 1
      ? vscode.l10n.t('Choose the first version')
      : vscode.l10n.t('Choose the version to compare it with');
  const title = vscode.l10n.t('Compare versions of {0} ({1}/2)', name, step);
  return (await pickVersion(versions, { title, placeholder })).version;
}

function placeOf(version: SkillVersion, versions: readonly SkillVersion[]): number {
  return versions.findIndex((it) => isSame(it, version));
}

function isSame(a: SkillVersion, b: SkillVersion): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function wordFor(version: SkillVersion): string {
  return version.kind === 'current' ? vscode.l10n.t('current') : versionName(version, vscode.l10n);
}
