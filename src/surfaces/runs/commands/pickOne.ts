import * as vscode from 'vscode';

/** Something to pick. Without a value it is there to be read only. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface Question<T> {
  readonly title: string;
  readonly placeholder: string;
  /** What there is; may take its time, and may fail. */
  readonly choices: Promise<readonly Choice<T>[]>;
}

/** Asks at once, and fills in the choices when they are known. `undefined`: the person left. */
export async function pickOne<T>(question: Question<T>): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.busy = true;
  const picked = new Promise<T | undefined>((resolve, reject) => {
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value !== undefined) resolve(value);
    });
    pick.onDidHide(() => resolve(undefined));
    question.choices.then(
      (choices) => {
        pick.items = choices;
        pick.busy = false;
      },
      (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
  pick.show();
  try {
    return await picked;
  } finally {
    pick.dispose();
  }
}
