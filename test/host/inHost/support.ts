/** Small helpers for suites. They run in the extension host, so this file may import `vscode`. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

export const extensionId = 'grasp.grasp';

/** The fixture that this host was started on. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the host was started without a folder');
  return folder.uri;
}

export function inWorkspace(...segments: readonly string[]): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), ...segments);
}

/** Our extension, activated. */
export async function activated<Api = unknown>(): Promise<vscode.Extension<Api>> {
  const extension = vscode.extensions.getExtension<Api>(extensionId);
  assert.ok(extension, `${extensionId} is not installed in this host`);
  await extension.activate();
  return extension;
}

/**
 * Asks again and again until there is an answer other than undefined or false. Slow machines are waited for; there
 * is a limit only so that a test which will never pass says what it was waiting for.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 50_000,
): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await setTimeout(50);
  }
}
