import * as vscode from 'vscode';
import { checkEndpoint } from '../../../backends/endpoint';
import { UserError, describeError } from '../../../util/errors';
import { chooseKey } from '../keys/chooseKey';
import type { KeyRing } from '../keyRing';
import { askServer, isModelName } from './askServer';
import type { ServerAnswer } from './askServer';
import { serverName } from './presetText';
import { askFor, whileShowing } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

/** A server that was reached, with the key it wants if it wants one. */
export interface ReachedServer {
  readonly baseURL: string;
  readonly keyVariable: string | undefined;
  /** Empty when it does not tell. */
  readonly models: readonly string[];
}

/** The address of a server, typed. */
export async function askForAddress(): Promise<string | undefined> {
  const typed = await askFor({
    title: vscode.l10n.t('Another server'),
    prompt: vscode.l10n.t('Address of an OpenAI-compatible server; for most it ends in /v1'),
    placeHolder: 'https://api.openai.com/v1',
    ignoreFocusOut: true,
    validateInput: (text) => addressProblem(text.trim()),
  });
  return typed?.trim();
}

function addressProblem(text: string): string | undefined {
  if (text === '') return vscode.l10n.t('Type an address.');
  // A variable of a preset: it would be filled in later.
  if (text.includes('${')) return vscode.l10n.t('Type the address itself, without ${…}.');
  try {
    checkEndpoint(text, false);
    return undefined;
  } catch (error) {
    return error instanceof UserError ? describeError(error).replace('\n  ', '. ') : String(error);
  }
}

/** Asks a server for its models, with a key if it wants one. @throws UserError when nothing is there. */
export async function unlock(address: string, keys: KeyRing): Promise<ReachedServer | undefined> {
  const open = await asking(address);
  if (open.kind === 'models')
    return { baseURL: open.url, keyVariable: undefined, models: open.models };
  const { url } = open;
  if (open.kind === 'absent') {
    throw new UserError(vscode.l10n.t('no server answers at {0}', url), {
      fix: vscode.l10n.t('Start it, or check the address.'),
    });
  }
  if (open.kind === 'other') return { baseURL: url, keyVariable: undefined, models: [] };
  const { origin } = new URL(url);
  const chosen = await chooseKey(keys, origin);
  if (chosen === undefined) return undefined;
  const answer = await asking(url, chosen.key);
  if (answer.kind === 'locked') {
    throw new UserError(vscode.l10n.t('{0} refuses the key {1}', origin, chosen.variable), {
      fix: vscode.l10n.t('Store the right one with "GRASP: Store API Key…", then select again.'),
    });
  }
  return {
    baseURL: url,
    keyVariable: chosen.variable,
    models: answer.kind === 'models' ? answer.models : [],
  };
}

/** One of the server's models, or a name that is typed where it does not tell them. */
export async function askForModel(server: ReachedServer): Promise<string | undefined> {
  const { baseURL, models } = server;
  const title = vscode.l10n.t('Model of {0}', serverName(baseURL));
  if (models.length > 0) {
    const named = models.map((model) => ({ label: model, model }));
    return (await pickFrom(named, { title }))?.model;
  }
  const typed = await askFor({
    title,
    prompt: vscode.l10n.t('The server does not list its models. Name of the model, as it knows it'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      isModelName(text.trim()) ? undefined : vscode.l10n.t('Type the name of a model.'),
  });
  return typed?.trim();
}

/** A foreground step of a few seconds that can be cancelled. @throws CancellationError */
function asking(address: string, key?: string): Thenable<ServerAnswer> {
  return whileShowing(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Asking {0} for its models', address),
    },
    () => askServer(address, new AbortController().signal, { key, timeoutMs: 10_000 }),
  );
}
