import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findRunConfigs } from '../../common/runConfigs';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import { editorModelPrefix } from '../editorModel';
import { askForKey } from '../keys/askForKey';
import type { ModelChoice, PresetChoice } from './modelChoice';
import { modelFolder } from './modelFolder';
import { askForAddress, askForModel, unlock } from './otherServer';
import { pickModel } from './pickModel';
import { editorModelPreset, presetFileName, serverName, serverPreset } from './presetText';
import type { ServerModel } from './presetText';
import { useModel } from './useModel';
import { writePreset } from './writePreset';
import { askFor } from '../../common/messages';

type Needed = Pick<Surroundings, 'context' | 'keys' | 'log'>;

/** From the choice of a model to the settings that say so. Whatever is left in between leaves all as it was. */
export async function selectModel(surroundings: Needed): Promise<void> {
  const { context } = surroundings;
  const choice = await pickModel({
    endpoints: settings.modelEndpoints(),
    chosen: { agent: settings.modelAgent(), writer: settings.modelWriter() },
    presets: () => presetsInReach(context),
  });
  if (choice === undefined) return;
  if (choice.kind === 'config') return useModel({ preset: '', name: '', isOfWorkspace: false });
  const chosen = await presetFor(choice, surroundings);
  if (chosen !== undefined) await useModel(chosen);
}

interface Chosen {
  /** As the settings name it. */
  readonly preset: string;
  readonly name: string;
  readonly isOfWorkspace: boolean;
}

async function presetFor(
  choice: Exclude<ModelChoice, { kind: 'config' }>,
  surroundings: Needed,
): Promise<Chosen | undefined> {
  const { context, keys } = surroundings;
  const write = async (name: string, label: string, text: string): Promise<Chosen> => ({
    preset: await writePreset(modelFolder(context), name, text),
    name: label,
    isOfWorkspace: false,
  });
  const fromServer = async (model: Omit<ServerModel, 'server'>): Promise<Chosen> => {
    const server = serverName(model.baseURL);
    const { keyVariable, baseURL } = model;
    if (keyVariable !== undefined) await keys.allow(keyVariable, new URL(baseURL).origin);
    return write(
      presetFileName(server, model.model),
      model.model,
      serverPreset({ ...model, server }),
    );
  };
  switch (choice.kind) {
    case 'editor': {
      const { vendor, id, name } = choice.model;
      return write(
        `${editorModelPrefix}${presetFileName(vendor, id)}`,
        name,
        editorModelPreset(choice.model),
      );
    }
    case 'server':
      return fromServer(choice);
    case 'address':
    case 'locked': {
      const address = choice.kind === 'locked' ? choice.baseURL : await askForAddress();
      const server = address === undefined ? undefined : await unlock(address, keys);
      const model = server && (await askForModel(server));
      return server && model !== undefined
        ? fromServer({ baseURL: server.baseURL, model, keyVariable: server.keyVariable })
        : undefined;
    }
    case 'preset':
      return fromPreset(choice.preset, surroundings, write);
  }
}

/** A preset as it is, once its keys are stored; with the other variables filled in, where it lacks some. */
async function fromPreset(
  preset: PresetChoice,
  { keys }: Needed,
  write: (name: string, label: string, text: string) => Promise<Chosen>,
): Promise<Chosen | undefined> {
  const { name, file, source, keyVariables, unset } = preset;
  const isStored = (variable: string): boolean =>
    keys.index.some((entry) => entry.variable === variable);
  const values: Record<string, string> = {};
  for (const variable of unset.filter((it) => !keyVariables.includes(it))) {
    const value = await askForValue(variable, name);
    if (value === undefined) return undefined;
    values[variable] = value;
  }
  for (const variable of unset.filter((it) => keyVariables.includes(it) && !isStored(it))) {
    const origins =
      source !== 'workspace' && preset.namesOwnServer && preset.origin !== undefined
        ? [preset.origin]
        : [];
    if (!(await askForKey(keys, variable, origins))) return undefined;
  }
  if (Object.keys(values).length > 0) {
    const { filledPreset } = await import('./filledPreset');
    const text = filledPreset(await readFile(file, 'utf8'), values);
    return write(presetFileName(name, ...Object.values(values).slice(-1)), name, text);
  }
  return {
    preset: source === 'written' ? file : name,
    name,
    isOfWorkspace: source === 'workspace' || preset.backend === 'simulated',
  };
}

function askForValue(variable: string, preset: string): Thenable<string | undefined> {
  return askFor({
    title: vscode.l10n.t('Preset "{0}"', preset),
    prompt: /MODEL/.test(variable)
      ? vscode.l10n.t('{0}: name of the model, as the server knows it', variable)
      : vscode.l10n.t('{0}: a value that the preset needs', variable),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /\S/.test(text) && !/[\p{C}]|\$\{/u.test(text) ? undefined : vscode.l10n.t('Type a value.'),
  });
}

export async function presetsInReach(
  context: vscode.ExtensionContext,
): Promise<readonly PresetChoice[]> {
  const { listPresets } = await import('./listPresets');
  const configs = vscode.workspace.isTrusted ? await findRunConfigs() : [];
  const places = {
    bundled: join(context.extensionPath, 'configs', 'agents'),
    written: modelFolder(context),
    configs,
  };
  return listPresets(places, process.env);
}
