import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { describeError } from '../../util/errors';

/** An error for a person in the editor: a file of the workspace by its path there, for there is little room. */
export function describeHere(error: unknown): string {
  return describeError(error, (file) =>
    isAbsolute(file) ? vscode.workspace.asRelativePath(file) : file,
  );
}
