import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { LintProfile } from '../../../engine/skill/lint';
import type { KnownLibrary, Libraries } from '../../common/libraries';
import { isPackageFile, isWithin } from '../../common/libraryPlaces';
import type { RunCatalog } from '../../common/runCatalog';
import { profileOf } from './profileOf';

/** What a file is checked as. */
export interface LintPlace {
  /** Path inside its library, with `/`. */
  readonly file: string;
  readonly profile: LintProfile;
  /** Absent for a SKILL.md whose library is not in the workspace, as when a skill's own folder is opened. */
  readonly library?: KnownLibrary;
}

/** `undefined` for files that are no skills of the author: those of runs, of packages, and whatever else is Markdown. */
export async function lintPlaceOf(
  uri: vscode.Uri,
  libraries: Libraries,
  runs: Pick<RunCatalog, 'roots'>,
): Promise<LintPlace | undefined> {
  const place = await libraries.of(uri);
  if (place !== undefined) {
    return { file: place.file, profile: profileOf(place.library), library: place.library };
  }
  const path = uri.fsPath;
  if (uri.scheme !== 'file' || !isPackageFile(path)) return undefined;
  const isOurs =
    vscode.workspace.getWorkspaceFolder(uri) !== undefined &&
    !/[\\/](?:node_modules|\.git|\.history)[\\/]/.test(path) &&
    !runs.roots().some(({ folder }) => isWithin(folder, path));
  if (!isOurs) return undefined;
  const folder = dirname(path);
  return {
    file: `${basename(folder)}/${basename(path)}`,
    profile: profileOf({ dir: dirname(folder), layout: 'folder', configs: [] }),
  };
}
