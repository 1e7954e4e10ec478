import { relative } from 'node:path';
import * as vscode from 'vscode';
import { pathWithin } from '../../common/pathWithin';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import { noConfigYet } from '../../common/noConfigYet';
import {
  lookForRunConfigs,
  readRunConfig,
  type BrokenConfigFile,
  type RunConfigFile,
} from '../../common/runConfigs';
import { settings } from '../../common/settings';
import { folderOf } from '../../common/workspaceFolder';
import { pickOne, type Choice } from './pickOne';

export type PickedConfig =
  | { readonly kind: 'sound'; readonly file: RunConfigFile }
  | { readonly kind: 'broken'; readonly file: BrokenConfigFile };

/** The configuration at this path. @throws UserError when it is none of the workspace. */
export async function configAt(path: string): Promise<PickedConfig> {
  const folder = folderOf(path);
  if (folder === undefined) throw noConfig(path);
  const file = await readRunConfig(path, folder);
  return file === undefined
    ? { kind: 'broken', file: { path, folder } }
    : { kind: 'sound', file };
}

/** Asks, unless there is only one. @throws UserError when there is none. */
export async function pickConfig(): Promise<PickedConfig | undefined> {
  const { configs, broken } = await lookForRunConfigs();
  const [only] = configs;
  if (only === undefined && broken.length === 0) {
    throw noConfigYet(vscode.l10n.t('This workspace has no run configuration.'));
  }
  if (only !== undefined && configs.length === 1 && broken.length === 0) {
    return { kind: 'sound', file: only };
  }
  return pickOne<PickedConfig>({
    title: vscode.l10n.t('Start learning'),
    placeholder: vscode.l10n.t('Which run configuration?'),
    choices: Promise.resolve([...configs.map(soundChoice), ...broken.map(brokenChoice)]),
  });
}

export function noConfig(path: string): UserError {
  return new UserError(vscode.l10n.t('This is no run configuration of the workspace.'), {
    place: { file: path },
    fix: vscode.l10n.t('A run configuration is a YAML file with a "task" and a "cycle".'),
  });
}

/** Its path in the workspace folder, with `/`. */
export function shortPath({ path, folder }: Pick<BrokenConfigFile, 'path' | 'folder'>): string {
  return pathWithin(folder.uri.fsPath, path);
}

function soundChoice(file: RunConfigFile): Choice<PickedConfig> {
  const { taskKind, agent, libraryDir, folder } = file;
  const model = settings.modelAgent() || agent;
  const library = libraryDir === undefined ? undefined : relative(folder.uri.fsPath, libraryDir);
  return {
    label: plainLine(shortPath(file)),
    description: plainLine([taskKind, model, library].filter(Boolean).join(' · ')),
    value: { kind: 'sound', file },
  };
}

function brokenChoice(file: BrokenConfigFile): Choice<PickedConfig> {
  const { lacks } = file;
  return {
    label: plainLine(shortPath(file)),
    iconPath: new vscode.ThemeIcon('warning'),
    description:
      lacks === undefined
        ? vscode.l10n.t('cannot be read; pick it to see why')
        : vscode.l10n.t('"{0}" is missing; pick it to see what to add', lacks),
    value: { kind: 'broken', file },
  };
}
