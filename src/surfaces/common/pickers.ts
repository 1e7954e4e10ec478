/** Lists to pick from; their texts are plain, and icons are given as `iconPath`. See messages.ts. */
import * as vscode from 'vscode';
import { itemText } from './noticeText';

type One = vscode.QuickPickOptions & { readonly canPickMany?: false };
type Many = vscode.QuickPickOptions & { readonly canPickMany: true };

/** Lets the person pick; what is picked is the very item that was handed in. `undefined`: the person left. */
export async function pickFrom<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: One,
): Promise<T | undefined> {
  const shown = items.map(plainItem);
  const picked = await vscode.window.showQuickPick(shown, plainOptions(options));
  return picked === undefined ? undefined : items[shown.indexOf(picked)];
}

/** Like {@link pickFrom}, for any number of them. */
export async function pickManyFrom<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions,
): Promise<readonly T[] | undefined> {
  const shown = items.map(plainItem);
  const all: Many = { ...plainOptions(options), canPickMany: true };
  const picked = await vscode.window.showQuickPick(shown, all);
  return picked?.flatMap((it) => items[shown.indexOf(it)] ?? []);
}

/** A list that can change while it is shown. */
export class Picker<T extends vscode.QuickPickItem> implements vscode.Disposable {
  readonly #pick = vscode.window.createQuickPick<T>();
  readonly onDidAccept = this.#pick.onDidAccept;
  readonly onDidHide = this.#pick.onDidHide;
  readonly onDidTriggerItemButton = this.#pick.onDidTriggerItemButton;

  constructor({ title, placeholder }: { readonly title: string; readonly placeholder: string }) {
    this.#pick.title = itemText(title);
    this.#pick.placeholder = itemText(placeholder);
    this.#pick.matchOnDescription = true;
  }

  get items(): readonly T[] {
    return this.#pick.items;
  }

  set items(items: readonly T[]) {
    this.#pick.items = items.map(plainItem);
  }

  /** What is chosen from {@link items}: copies of what was handed in, with the same values. */
  get selectedItems(): readonly T[] {
    return this.#pick.selectedItems;
  }

  get activeItems(): readonly T[] {
    return this.#pick.activeItems;
  }

  set activeItems(items: readonly T[]) {
    this.#pick.activeItems = items;
  }

  set busy(isBusy: boolean) {
    this.#pick.busy = isBusy;
  }

  set keepScrollPosition(isKept: boolean) {
    this.#pick.keepScrollPosition = isKept;
  }

  show(): void {
    this.#pick.show();
  }

  hide(): void {
    this.#pick.hide();
  }

  dispose(): void {
    this.#pick.dispose();
  }
}

function plainItem<T extends vscode.QuickPickItem>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: itemText(label),
    ...(description === undefined ? {} : { description: itemText(description) }),
    ...(detail === undefined ? {} : { detail: itemText(detail) }),
  };
}

function plainOptions<T extends vscode.QuickPickOptions>(options: T): T {
  const { title, placeHolder } = options;
  return {
    ...options,
    ...(title === undefined ? {} : { title: itemText(title) }),
    ...(placeHolder === undefined ? {} : { placeHolder: itemText(placeHolder) }),
  };
}
