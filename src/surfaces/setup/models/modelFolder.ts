import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';

/** Folder of the presets that "Select Model" writes; of this machine, outside any workspace. */
export function modelFolder({
  globalStorageUri,
}: Pick<ExtensionContext, 'globalStorageUri'>): string {
  return join(globalStorageUri.fsPath, 'agents');
}
