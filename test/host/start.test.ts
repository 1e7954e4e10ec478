/** `npm start`, without the build: what it opens, and that nothing is left when it ends. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repository } from './places';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  /** Resolves when this has been printed, with what matched. */
  says(pattern: RegExp): Promise<string>;
  /** As Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<number | null>;
}

function start(env: Readonly<Record<string, string>>): Started {
  const { VSCODE_EXECUTABLE: _, DISPLAY: __, WAYLAND_DISPLAY: ___, ...rest } = process.env;
  // A search path without a desktop VS Code.
  const paths = { PATH: path.dirname(process.execPath) };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(repository, 'test/host/startMain.ts')],
    { cwd: repository, env: { ...rest, ...paths, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    says: async (pattern) => {
      let isOver = false;
      void ended.then(() => (isOver = true));
      for (;;) {
        const found = pattern.exec(output)?.[0];
        if (found !== undefined) return found;
        if (isOver) throw new Error(`it ended and had not said ${pattern}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

it('serves the repository in the browser where there is no desktop, until Ctrl-C', async () => {
  const editor = start({});
  const address = await editor.says(/http:\/\/\S+/);
  expect(new URL(address).searchParams.get('folder')).toBe(repository);
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  editor.interrupt();
  expect(await editor.ended).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});

it('opens the desktop program with the extension, and ends it even if it has moved on', async () => {
  const arguments_ = path.join(folder, 'arguments.json');
  const program = path.join(folder, 'code.mjs');
  // Like the real one: the program that is started hands over to another, and notes its id in the profile.
  await writeFile(
    program,
    `#!${process.execPath}
     import { spawn } from 'node:child_process';
     import { mkdirSync, writeFileSync } from 'node:fs';
     const args = process.argv.slice(2);
     const profile = args.find((arg) => arg.startsWith('--user-data-dir=')).split('=')[1];
     const main = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
     mkdirSync(profile, { recursive: true });
     writeFileSync(profile + '/code.lock', String(main.pid));
     writeFileSync(${JSON.stringify(arguments_)}, JSON.stringify({ args, main: main.pid }));
     main.once('exit', () => process.exit(0));
     console.log('is open');`,
  );
  await chmod(program, 0o755);
  const editor = start({ VSCODE_EXECUTABLE: program });
  await editor.says(/is open/);
  const { args, main } = JSON.parse(await readFile(arguments_, 'utf8')) as {
    readonly args: readonly string[];
    readonly main: number;
  };
  expect(args[0]).toBe(repository);
  expect(args).toContain(`--extensionDevelopmentPath=${repository}`);
  editor.interrupt();
  expect(await editor.ended).toBe(0);
  await expect.poll(() => isAlive(main), { timeout: 30_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
