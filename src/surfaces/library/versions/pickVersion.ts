import * as vscode from 'vscode';
import { Picker } from '../../common/pickers';
import { isOwn } from './skillVersions';
import type { SkillVersion } from './skillVersions';
import { versionName, versionOrigin } from './versionWords';

export interface VersionPick {
  readonly version: SkillVersion;
  /** Was the button behind the version pressed, rather than the version chosen? */
  readonly isRestore: boolean;
}

interface Item extends vscode.QuickPickItem {
  readonly version?: SkillVersion;
}

/** Lets the person pick a version. @throws CancellationError when they do not. */
export function pickVersion(
  versions: readonly SkillVersion[],
  {
    title,
    placeholder,
    canRestore = false,
  }: { readonly title: string; readonly placeholder: string; readonly canRestore?: boolean },
): Promise<VersionPick> {
  const restore: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('discard'),
    tooltip: vscode.l10n.t('Restore this version'),
  };
  const itemOf = (version: SkillVersion): Item => ({
    label: versionName(version, vscode.l10n),
    description: versionOrigin(version, vscode.l10n),
    iconPath: new vscode.ThemeIcon(iconOf(version)),
    version,
    ...(canRestore && version.kind === 'archived' ? { buttons: [restore] } : {}),
  });
  const own = versions.filter(isOwn).map(itemOf);
  const others = versions.filter((it) => !isOwn(it)).map(itemOf);
  const rule: Item = {
    label: vscode.l10n.t('From runs'),
    kind: vscode.QuickPickItemKind.Separator,
  };

  const pick = new Picker<Item>({ title, placeholder });
  pick.items = others.length > 0 ? [...own, rule, ...others] : own;
  return new Promise((resolve, reject) => {
    const choose = (item: Item | undefined, isRestore: boolean): void => {
      if (item?.version === undefined) return;
      resolve({ version: item.version, isRestore });
      pick.hide();
    };
    pick.onDidAccept(() => choose(pick.activeItems[0], false));
    pick.onDidTriggerItemButton(({ item }) => choose(item, true));
    pick.onDidHide(() => {
      reject(new vscode.CancellationError());
      pick.dispose();
    });
    pick.show();
  });
}

function iconOf({ kind }: SkillVersion): string {
  switch (kind) {
    case 'current':
      return 'circle-filled';
    case 'archived':
      return 'git-commit';
    case 'proposed':
      return 'lightbulb';
    case 'found':
      return 'history';
  }
}
