import type * as vscode from 'vscode';
import { Picker } from '../../common/pickers';

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
  const pick = new Picker<Choice<T>>(question);
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
