import * as vscode from 'vscode';
import { setting } from './ids';

type Resource = vscode.Uri | undefined;

function read<T>(key: string, fallback: T, resource?: Resource): T {
  return vscode.workspace.getConfiguration('grasp', resource ?? null).get<T>(key) ?? fallback;
}

/**
 * Where nobody chose, those who have the editor read to them get the diff editor, which VS Code itself makes
 * accessible: what marks a line as removed or added in the inline document is drawn, and not read.
 */
function reviewLayout(): 'inline' | 'sideBySide' {
  const config = vscode.workspace.getConfiguration();
  const { globalValue, workspaceValue } = config.inspect(`grasp.${setting.reviewLayout}`) ?? {};
  const isChosen = globalValue !== undefined || workspaceValue !== undefined;
  const isReadAloud = config.get<string>('editor.accessibilitySupport') === 'on';
  return !isChosen && isReadAloud ? 'sideBySide' : read(setting.reviewLayout, 'inline');
}

/** The settings, typed. Read when needed: they change. */
export const settings = {
  runConfigs: (resource?: Resource) => read<readonly string[]>(setting.runConfigs, [], resource),
  runsFolders: (resource?: Resource) => read<readonly string[]>(setting.runsFolders, [], resource),
  runReview: (resource?: Resource) => read<'auto' | 'ask'>(setting.runReview, 'auto', resource),
  runNode: () => read(setting.runNode, ''),
  modelAgent: () => read(setting.modelAgent, ''),
  modelWriter: () => read(setting.modelWriter, ''),
  modelEndpoints: () => read<readonly string[]>(setting.modelEndpoints, []),
  reviewLayout,
  probesConfig: (resource?: Resource) => read(setting.probesConfig, '', resource),
  probesLive: () => read(setting.probesLive, false),
  probesDebounce: () => read(setting.probesDebounce, 600),
  probesCallLimit: () => read(setting.probesCallLimit, 500),
  probesSize: (resource?: Resource) => read(setting.probesSize, 8, resource),
} as const;

/** Does this change touch the setting (named without `grasp.`)? */
export function changes(event: vscode.ConfigurationChangeEvent, key: string): boolean {
  return event.affectsConfiguration(`grasp.${key}`);
}
