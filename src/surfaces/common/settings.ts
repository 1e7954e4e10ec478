import * as vscode from 'vscode';
import { setting } from './ids';
import { showWarning } from './messages';

type Resource = vscode.Uri | undefined;

type Check<T> = (value: unknown) => value is T;

const isText: Check<string> = (value) => typeof value === 'string';
const isTexts: Check<readonly string[]> = (value): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';
const isCount: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const oneOf =
  <T extends string>(...words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.some((word) => word === value);

/** Settings that are no such thing, and were told already. */
const told = new Map<string, string>();

/** What a person, or a workspace, wrote there; the default where that is nothing that can be used. */
function read<T>(key: string, fallback: T, is: Check<T>, resource?: Resource): T {
  const value = vscode.workspace.getConfiguration('grasp', resource ?? null).get<unknown>(key);
  if (value === undefined || value === null) return fallback;
  if (is(value)) {
    told.delete(key);
    return value;
  }
  tellWrong(key, value);
  return fallback;
}

function tellWrong(key: string, value: unknown): void {
  const written = JSON.stringify(value) ?? '';
  if (told.get(key) === written) return;
  told.set(key, written);
  const open = vscode.l10n.t('Open Settings');
  const name = `grasp.${key}`;
  void showWarning(
    vscode.l10n.t(
      'The setting {0} cannot be {1}; its default is used.',
      name,
      written.slice(0, 60),
    ),
    open,
  ).then((answer) => {
    if (answer !== open) return undefined;
    return vscode.commands.executeCommand('workbench.action.openSettings', name);
  });
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
  return !isChosen && isReadAloud
    ? 'sideBySide'
    : read(setting.reviewLayout, 'inline', oneOf('inline', 'sideBySide'));
}

/** The settings, typed. Read when needed: they change. */
export const settings = {
  runConfigs: (resource?: Resource) => read(setting.runConfigs, [], isTexts, resource),
  runsFolders: (resource?: Resource) => read(setting.runsFolders, [], isTexts, resource),
  runReview: (resource?: Resource) =>
    read(setting.runReview, 'auto', oneOf('auto', 'ask'), resource),
  runNode: () => read(setting.runNode, '', isText),
  modelAgent: () => read(setting.modelAgent, '', isText),
  modelWriter: () => read(setting.modelWriter, '', isText),
  modelEndpoints: () => read(setting.modelEndpoints, [], isTexts),
  reviewLayout,
  probesConfig: (resource?: Resource) => read(setting.probesConfig, '', isText, resource),
  probesLive: () => read(setting.probesLive, false, isBoolean),
  probesDebounce: () => read(setting.probesDebounce, 600, isCount),
  probesCallLimit: () => read(setting.probesCallLimit, 500, isCount),
  probesSize: (resource?: Resource) => read(setting.probesSize, 8, isCount, resource),
} as const;

/** Does this change touch the setting (named without `grasp.`)? */
export function changes(event: vscode.ConfigurationChangeEvent, key: string): boolean {
  return event.affectsConfiguration(`grasp.${key}`);
}
