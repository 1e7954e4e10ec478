import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import type { KnownLibrary } from '../../common/libraries';
import { noConfigYet } from '../../common/noConfigYet';
import { findRunConfigs, readRunConfig } from '../../common/runConfigs';
import type { RunConfigFile } from '../../common/runConfigs';
import { settings } from '../../common/settings';
import { pickFrom } from '../../common/pickers';

const CHOSEN = 'grasp.probeConfigs';

/**
 * The run configuration whose task and model the probes of a library use: that of the setting, else one that
 * names the library, else one that a person chose for it. `isAsked`: a person is waiting, and may be asked.
 * @throws UserError when there is none; CancellationError when the person chose none.
 */
export async function runConfigFor(
  library: KnownLibrary,
  memory: vscode.Memento,
  isAsked: boolean,
): Promise<RunConfigFile> {
  const set = await fromSetting(library);
  if (set) return set;
  const [named] = library.configs;
  if (named) return named;
  const all = await findRunConfigs();
  const chosen = memory.get<Readonly<Record<string, string>>>(CHOSEN, {});
  const known = all.find(({ path }) => path === chosen[library.dir]);
  if (known) return known;
  if (all.length === 0) {
    throw noConfigYet(vscode.l10n.t('There is no run configuration to take probes from.'));
  }
  if (!isAsked) {
    throw new UserError(vscode.l10n.t('No run configuration names this library.'), {
      fix: vscode.l10n.t('Run the probes once to choose one.'),
    });
  }
  const config = await ask(library, all);
  await memory.update(CHOSEN, { ...chosen, [library.dir]: config.path });
  return config;
}

async function fromSetting(library: KnownLibrary): Promise<RunConfigFile | undefined> {
  const uri = vscode.Uri.file(library.dir);
  const name = settings.probesConfig(uri);
  if (name === '') return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  const path = isAbsolute(name) || !folder ? name : join(folder.uri.fsPath, name);
  const config = folder && (await readRunConfig(path, folder));
  if (config) return config;
  throw new UserError(vscode.l10n.t('This is no run configuration.'), {
    place: { file: path },
    fix: vscode.l10n.t('Correct the setting grasp.probes.config, or leave it empty.'),
  });
}

async function ask(
  library: KnownLibrary,
  configs: readonly RunConfigFile[],
): Promise<RunConfigFile> {
  const picked = await pickFrom(
    configs.map((config) => ({
      label: vscode.workspace.asRelativePath(config.path),
      description: config.taskKind,
      config,
    })),
    {
      title: vscode.l10n.t('Probes of {0}', library.label),
      placeHolder: vscode.l10n.t('The run configuration whose task and model they use'),
    },
  );
  if (!picked) throw new vscode.CancellationError();
  return picked.config;
}
