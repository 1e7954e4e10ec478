/** The desktop program for a person, with a profile of its own: an editor that is open already is left alone. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { onPath, repository, scratch } from './places';
import type { StartedEditor } from './startMain';

export function findDesktop(): string | undefined {
  const { env, platform } = process;
  if (env['VSCODE_EXECUTABLE']) return env['VSCODE_EXECUTABLE'];
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  // In a terminal of VS Code over SSH, `code` talks to the window outside and cannot load an extension from here.
  if (env['VSCODE_IPC_HOOK_CLI']) return undefined;
  return onPath(...(platform === 'win32' ? ['code.cmd'] : ['code', 'code-insiders', 'codium']));
}

export async function startDesktop(program: string): Promise<StartedEditor> {
  const profile = path.join(scratch, 'start');
  // Names the process that owns the profile: `code` hands over to one that is not its child.
  const lock = path.join(profile, 'code.lock');
  await rm(lock, { force: true });
  const args = [
    repository,
    `--extensionDevelopmentPath=${repository}`,
    `--user-data-dir=${profile}`,
    ...['--new-window', '--wait', '--skip-welcome', '--disable-workspace-trust'],
  ];
  const child = spawn(program, args, {
    stdio: 'inherit',
    detached: true,
    shell: process.platform === 'win32',
  });
  console.log(`Started ${program} on ${repository}. Ctrl-C ends it.`);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  return {
    ended,
    stop: async () => {
      const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (owner > 0) end(owner);
      if (child.pid !== undefined) end(process.platform === 'win32' ? child.pid : -child.pid);
      await ended.catch(() => undefined);
    },
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}
