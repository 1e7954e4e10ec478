import * as vscode from 'vscode';
import { setting } from '../../common/ids';
import { settings } from '../../common/settings';
import { settingsTarget } from './settingsTarget';
import { sayBriefly } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

type Role = 'both' | 'agent' | 'writer';

/** Asks what the model is for, and sets it. An empty preset takes the choice back. */
export async function useModel(chosen: {
  readonly preset: string;
  readonly name: string;
  readonly isOfWorkspace: boolean;
}): Promise<void> {
  const { preset, name } = chosen;
  const role = preset === '' ? 'both' : await askForRole(name);
  if (role === undefined) return;
  const keys = [
    ...(role === 'writer' ? [] : [setting.modelAgent]),
    ...(role === 'agent' ? [] : [setting.modelWriter]),
  ];
  const places = new Set<string>();
  for (const key of keys) places.add(await write(key, preset, chosen.isOfWorkspace));
  const where = [...places].join(', ');
  sayBriefly(
    preset === ''
      ? vscode.l10n.t('GRASP: models are as each run configuration says')
      : `GRASP: ${said(role, name, where)}`,
    { icon: 'check', ms: 10_000 },
  );
}

async function askForRole(name: string): Promise<Role | undefined> {
  const { agent, writer } = {
    agent: settings.modelAgent(),
    writer: settings.modelWriter(),
  };
  const now = (value: string): string =>
    value === ''
      ? vscode.l10n.t('now as each run configuration says')
      : vscode.l10n.t('now {0}', value.replace(/^.*[\\/]|\.ya?ml$/g, ''));
  const items: readonly (vscode.QuickPickItem & { readonly role: Role })[] = [
    {
      role: 'both',
      label: vscode.l10n.t('Agent and writer'),
      description: vscode.l10n.t('plays the agent, and writes and judges skills'),
    },
    { role: 'agent', label: vscode.l10n.t('Agent only'), description: now(agent) },
    { role: 'writer', label: vscode.l10n.t('Writer only'), description: now(writer) },
  ];
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('Select Model'),
    placeHolder: vscode.l10n.t('What is {0} for?', name),
  });
  return picked?.role;
}

/** Resolves to where it was written, in words. */
async function write(key: string, preset: string, isOfWorkspace: boolean): Promise<string> {
  const configuration = vscode.workspace.getConfiguration('grasp');
  const { target, clearsWorkspace } = settingsTarget({
    isOfWorkspace,
    hasWorkspace: vscode.workspace.workspaceFolders !== undefined,
    isTrusted: vscode.workspace.isTrusted,
    hasWorkspaceValue: configuration.inspect(key)?.workspaceValue !== undefined,
  });
  if (clearsWorkspace) {
    await configuration.update(key, undefined, vscode.ConfigurationTarget.Workspace);
  }
  const value = preset === '' ? undefined : preset;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await configuration.update(key, value, target === 'workspace' ? Workspace : Global);
  return target === 'workspace'
    ? vscode.l10n.t('workspace settings')
    : vscode.l10n.t('user settings');
}

function said(role: Role, name: string, where: string): string {
  switch (role) {
    case 'both':
      return vscode.l10n.t('{0} is agent and writer ({1})', name, where);
    case 'agent':
      return vscode.l10n.t('{0} is the agent ({1})', name, where);
    case 'writer':
      return vscode.l10n.t('{0} is the writer ({1})', name, where);
  }
}
