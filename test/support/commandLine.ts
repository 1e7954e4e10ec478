/** Runs the built command line (dist/cli.js) in processes of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const repository = path.resolve(__dirname, '../..');
export const cli = path.join(repository, 'dist/cli.js');

if (!existsSync(cli)) throw new Error('dist/cli.js is missing: run `npm run build` first');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Variables of the caller that would choose a backend do not leak into a test. */
const cleanEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(GRASP_|OPENAI_|NO_COLOR|FORCE_COLOR)/.test(name),
  ),
);

export function start(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Started {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? repository,
    env: { ...cleanEnv, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, finished };
}

export function run(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<Finished> {
  return start(args, options).finished;
}

/** A simulated endpoint over real HTTP, and the variables that point the `local` preset at it. */
export async function serveSimulated(
  ...flags: readonly string[]
): Promise<{ env: Record<string, string>; url: string; stop(): void }> {
  const { child, finished } = start(['serve-simulated', '--port', '0', ...flags]);
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /http:\/\/\S+\/v1/.exec(line)?.[0];
        if (found !== undefined) resolve(found);
      });
    }
    void finished.then(({ stderr }) => reject(new Error(`serve-simulated ended: ${stderr}`)));
  });
  const env = { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'none', GRASP_MODEL: 'simulated' };
  return { env, url, stop: () => void child.kill('SIGKILL') };
}

/** Every file below a folder that is a skill or an archived one, by its relative path. */
export async function readTree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), await readFile(file, 'utf8')] as const;
    }),
  );
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The events of a run's journal; a cut last line is left out, as every reader does. */
export async function readEvents(run: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path.join(run, 'journal.jsonl'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
}
