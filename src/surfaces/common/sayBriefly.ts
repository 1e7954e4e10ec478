import * as vscode from 'vscode';

/** Says what was done for a few seconds, where nobody has to close it. Names in it may hold anything. */
export function sayBriefly(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence.replaceAll('$(', '$ ('), 8_000);
}
