/**
 * The published schedule against the fast one: the same learning run, over real HTTP, against an endpoint that
 * takes 50 ms for every answer, at the same concurrency. Both run the built command line in a process of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseSkill } from '../../src/engine/skill/skillFormat';

const cli = path.join(__dirname, '../../dist/cli.js');

export interface Timing {
  readonly calls: number;
  readonly seconds: number;
  /** Names, descriptions, tags and bodies of the library the run ended with. */
  readonly library: string;
}

export interface Comparison {
  readonly name: string;
  readonly published: Timing;
  readonly fast: Timing;
}

const configurations: Readonly<Record<string, readonly string[]>> = {
  'quickstart (5, K 4, N 8)': [],
  'update_every 5, K 4, N 20': ['cycle.update_every=5', 'cycle.grpo_k=4', 'cycle.grpo_eval_n=20'],
  'update_every 10, K 4, N 12': ['cycle.update_every=10', 'cycle.grpo_k=4', 'cycle.grpo_eval_n=12'],
};

export async function benchSchedule(latencyMs = 50): Promise<readonly Comparison[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'grasp-bench-'));
  const { server, url } = await serve(latencyMs);
  try {
    const comparisons: Comparison[] = [];
    for (const [name, settings] of Object.entries(configurations)) {
      const run = (mode: string): Promise<Timing> =>
        learn(url, dir, `${name} ${mode}`.replace(/\W+/g, '_'), [
          'cycle.concurrency=10',
          `compat=${mode}`,
          // One rollout per probe decides in both: compared is the schedule, not the gate.
          ...(mode === 'none' ? ['gate.kind=published', 'gate.canaries=0'] : []),
          ...settings,
        ]);
      comparisons.push({ name, published: await run('paper'), fast: await run('none') });
    }
    return comparisons;
  } finally {
    server.kill();
    await rm(dir, { recursive: true });
  }
}

function serve(latencyMs: number): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(
    process.execPath,
    [cli, 'serve-simulated', '--port', '0', '--latency', String(latencyMs)],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`serve-simulated ended with ${code}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const url = /http:\/\/\S+\/v1/.exec(line)?.[0];
      if (url !== undefined) resolve({ server, url });
    });
  });
}

async function learn(
  url: string,
  dir: string,
  run: string,
  settings: readonly string[],
): Promise<Timing> {
  const args = ['learn', '--config', 'configs/quickstart.yaml', '--agent', 'local', '--json'];
  const sets = [`output_dir=${dir}`, ...settings].flatMap((setting) => ['--set', setting]);
  const child = spawn(process.execPath, [cli, ...args, '--run-name', run, ...sets], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: 'none',
      GRASP_MODEL: 'simulated',
    },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`learn ${run} ended with ${String(code)}`);
  const { calls, seconds } = JSON.parse(out) as { calls: number; seconds: number };
  return { calls, seconds, library: await libraryIn(path.join(dir, run, 'skills/learned')) };
}

async function libraryIn(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md')).sort();
  const skills = await Promise.all(
    files.map(async (file) => {
      const skill = parseSkill(await readFile(path.join(folder, file), 'utf8'), file);
      const { name, description, tags, version, content } = skill;
      return { name, description, tags, version, content };
    }),
  );
  return JSON.stringify(skills);
}
