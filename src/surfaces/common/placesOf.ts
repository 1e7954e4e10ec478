import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Wanted } from './watchers';

/** What of a library's folder to watch. */
export function placesOf(dir: string, exists?: boolean): readonly Wanted[] {
  const whether = exists === undefined ? {} : { exists };
  return [
    // Of a folder that goes, only the folder is told, not its files.
    { base: vscode.Uri.file(dirname(dir)), pattern: basename(dir), ...whether },
    { base: vscode.Uri.file(dir), pattern: '{*,*/*.md,.history/*.md}', ...whether },
  ];
}
