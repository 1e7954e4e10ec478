import * as vscode from 'vscode';
import { Picker } from '../../common/pickers';
import { askServer } from './askServer';
import type { ServerAnswer } from './askServer';
import type { ModelChoice, PresetChoice } from './modelChoice';
import { modelRows } from './modelRows';
import type { ModelOffer } from './modelRows';
import type { EditorModel } from './presetText';

/** So long the list waits for what is quick to answer. */
const FIRST_LOOK_MS = 500;

interface Item extends vscode.QuickPickItem {
  readonly choice?: ModelChoice;
}

export interface PickInput {
  readonly endpoints: readonly string[];
  readonly chosen: ModelOffer['chosen'];
  presets(): Promise<readonly PresetChoice[]>;
}

/**
 * Lets the person choose who answers model calls. The list is there at once and grows as servers answer;
 * closing it stops the asking. `undefined` when nothing was chosen.
 */
export async function pickModel(input: PickInput): Promise<ModelChoice | undefined> {
  const closed = new AbortController();
  const { isTrusted } = vscode.workspace;
  const picker = new Picker<Item>({
    title: vscode.l10n.t('Select Model'),
    placeholder: isTrusted
      ? vscode.l10n.t('Who plays the agent and writes skills?')
      : vscode.l10n.t('This workspace is not trusted: its own presets and settings are left out.'),
  });
  let offer: ModelOffer = {
    editorModels: [],
    servers: input.endpoints.map((url) => ({ url, answer: undefined })),
    presets: [],
    chosen: input.chosen,
    isTrusted,
  };
  let isShown = false;
  const show = (more: Partial<ModelOffer>): void => {
    offer = { ...offer, ...more };
    if (isShown && !closed.signal.aborted) showRows(picker, offer);
  };
  const answered = (url: string, answer: ServerAnswer): void =>
    show({ servers: offer.servers.map((it) => (it.url === url ? { url, answer } : it)) });
  picker.busy = true;
  const models = async (): Promise<void> => show({ editorModels: await editorModels() });
  const listener = vscode.lm.onDidChangeChatModels(() => void models().catch(() => undefined));
  const asking = [
    models(),
    input.presets().then((presets) => show({ presets })),
    ...input.endpoints.map(async (url) => answered(url, await askServer(url, closed.signal))),
  ];
  // What cannot be had is not offered; the rest is.
  const all = Promise.allSettled(asking);
  void all.then(() => (picker.busy = false));
  // What is near answers at once: shown together, so that the list does not grow under the first look.
  void Promise.race([all, new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_MS))]).then(
    () => {
      isShown = true;
      show({});
    },
  );
  try {
    return await chosenIn(picker);
  } finally {
    closed.abort();
    listener.dispose();
    picker.dispose();
  }
}

function chosenIn(picker: Picker<Item>): Promise<ModelChoice | undefined> {
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const choice = picker.selectedItems[0]?.choice;
      if (choice) resolve(choice);
    });
    picker.onDidHide(() => resolve(undefined));
    picker.show();
  });
}

function showRows(picker: Picker<Item>, offer: ModelOffer): void {
  // What comes later must not move the line under the cursor to another.
  picker.keepScrollPosition = true;
  const active = picker.activeItems[0]?.choice;
  picker.items = modelRows(offer, vscode.l10n).map(toItem);
  const same = picker.items.find(({ choice }) => choice !== undefined && isSame(choice, active));
  if (same) picker.activeItems = [same];
}

function isSame(a: ModelChoice, b: ModelChoice | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function toItem(row: ReturnType<typeof modelRows>[number]): Item {
  if (row.kind === 'heading') {
    return { label: row.label, kind: vscode.QuickPickItemKind.Separator };
  }
  const { choice, icon, label, description, detail } = row;
  return {
    choice,
    label,
    description,
    iconPath: new vscode.ThemeIcon(icon),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Asked only when the person asks for models: it may start the extensions that bring them. */
async function editorModels(): Promise<readonly EditorModel[]> {
  const models = await vscode.lm.selectChatModels();
  return models.map(({ vendor, id, name }) => ({ vendor, id, name }));
}
