/**
 * Which editor runs the suites: the one that `VSCODE_EXECUTABLE` names, else a desktop build that
 * `@vscode/test-electron` downloads, else code-server, installed if need be. There is no fourth choice, and none
 * of them is "skip": without any the tests fail and say what to install.
 */
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { lookup } from 'node:dns/promises';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installHost } from './install';
import { hostHome, scratch } from './places';

export type Host =
  { readonly kind: 'desktop'; readonly executable: string } | { readonly kind: 'served' };

/** Known to carry the API that we ask for in `engines`, and newer. */
const desktopVersion = process.env['VSCODE_VERSION'] ?? 'stable';
const downloadTimeoutMs = 15_000;
/** A download that failed is not tried again for this long, by whichever suite or process. */
const failureLastsMs = 60 * 60_000;

let chosen: Promise<Host> | undefined;

export function chooseHost(): Promise<Host> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Host> {
  const executable = process.env['VSCODE_EXECUTABLE'] ?? (await downloadDesktop());
  if (executable !== undefined) return { kind: 'desktop', executable };
  await installHost();
  return { kind: 'served' };
}

async function downloadDesktop(): Promise<string | undefined> {
  // A desktop build needs a desktop; code-server is as real, and needs none.
  const { platform, env } = process;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  const note = path.join(hostHome, 'download-failed');
  const failedAt = Number(await readFile(note, 'utf8').catch(() => '0'));
  if (Date.now() - failedAt < failureLastsMs) return undefined;
  try {
    // Without a network the name is unknown at once; the download itself would wait and try again.
    await lookup('update.code.visualstudio.com');
    const executable = await downloadAndUnzipVSCode({
      version: desktopVersion,
      timeout: downloadTimeoutMs,
      cachePath: path.join(scratch, 'vscode-test'),
    });
    await rm(note, { force: true });
    return executable;
  } catch (error) {
    await mkdir(hostHome, { recursive: true });
    await writeFile(note, String(Date.now()));
    console.log(`No desktop VS Code to be downloaded (${String(error)}); taking code-server.`);
    return undefined;
  }
}
