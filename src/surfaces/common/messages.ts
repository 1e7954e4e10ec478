/**
 * The one way in which the extension speaks and asks: every text that is handed to VS Code here is made plain
 * first, so that a name or a message from a file is nothing but text. The linter refuses to go past it.
 */
import * as vscode from 'vscode';
import { itemText, linesText, noticeText } from './noticeText';

/** Buttons; before them whether it is a dialog, and what more that says. */
type Rest = readonly (string | vscode.MessageOptions)[];

export function showInformation(text: string, ...rest: Rest): Promise<string | undefined> {
  return say((...args) => vscode.window.showInformationMessage(...args), text, rest);
}

export function showWarning(text: string, ...rest: Rest): Promise<string | undefined> {
  return say((...args) => vscode.window.showWarningMessage(...args), text, rest);
}

export function showError(text: string, ...rest: Rest): Promise<string | undefined> {
  return say((...args) => vscode.window.showErrorMessage(...args), text, rest);
}

type Show = (
  message: string,
  options: vscode.MessageOptions,
  ...buttons: string[]
) => Thenable<string | undefined>;

/** @returns the button as it was handed in */
async function say(show: Show, text: string, rest: Rest): Promise<string | undefined> {
  const buttons = rest.filter((it) => typeof it === 'string');
  const options = rest.find((it) => typeof it !== 'string') ?? {};
  const plain = buttons.map(itemText);
  const { detail } = options;
  const answer = await show(
    options.modal === true ? linesText(text) : noticeText(text),
    detail === undefined ? options : { ...options, detail: linesText(detail) },
    ...plain,
  );
  return answer === undefined ? undefined : buttons[plain.indexOf(answer)];
}

/** Says what was done for a few seconds, where nobody has to close it. */
export function sayBriefly(
  sentence: string,
  { icon, ms = 8_000 }: { readonly icon?: string; readonly ms?: number } = {},
): void {
  const text = itemText(sentence);
  vscode.window.setStatusBarMessage(icon === undefined ? text : `$(${icon}) ${text}`, ms);
}

export interface AskOptions extends Omit<vscode.InputBoxOptions, 'validateInput'> {
  /** What is wrong with the text, if anything. */
  validateInput?(text: string): string | undefined;
}

/** Asks for a line of text. `undefined`: the person left. */
export async function askFor({
  validateInput,
  ...options
}: AskOptions): Promise<string | undefined> {
  const { title, prompt, placeHolder } = options;
  const shown: vscode.InputBoxOptions = {
    ...options,
    ...(title === undefined ? {} : { title: itemText(title) }),
    ...(prompt === undefined ? {} : { prompt: noticeText(prompt) }),
    ...(placeHolder === undefined ? {} : { placeHolder: itemText(placeHolder) }),
  };
  if (validateInput !== undefined) {
    shown.validateInput = (text) => {
      const problem = validateInput(text);
      return problem === undefined ? undefined : noticeText(problem);
    };
  }
  return vscode.window.showInputBox(shown);
}

/** Shows that something is under way. */
export function whileShowing<T>(
  options: vscode.ProgressOptions,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const { title } = options;
  const shown = title === undefined ? options : { ...options, title: itemText(noticeText(title)) };
  return vscode.window.withProgress(shown, (_progress, token) => work(token));
}
