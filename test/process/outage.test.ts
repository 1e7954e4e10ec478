/** An endpoint that dies for good in the middle of a run, and comes back before the run is resumed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEvents, run } from '../support/commandLine';
import { HeldServer, type Beyond } from '../support/heldServer';
import { runResult } from '../support/runResult';

let dir: string;
let server: HeldServer;
let undisturbed: unknown;
let calls: number;

/** Impatient, so that a test does not wait as long as a person would. */
const preset = (url: string): string =>
  `backend: openai-chat\nbase_url: ${url}\nmodel: simulated\napi_key: none\ntemperature: 0\n` +
  'timeout: 20\nretry: { attempts: 2, base_ms: 5, max_ms: 10 }\n';

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-outage-'));
  server = await HeldServer.start();
  await writeFile(path.join(dir, 'preset.yaml'), preset(server.url));
  server.open();
  const { code, stderr } = await run(learn('undisturbed'));
  expect(code, stderr).toBe(0);
  undisturbed = await runResult(path.join(dir, 'undisturbed'));
  calls = server.asked;
});

afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

function learn(name: string, ...flags: readonly string[]): string[] {
  return [
    ...['learn', '--config', 'configs/quickstart.yaml', '--agent', path.join(dir, 'preset.yaml')],
    ...['--json', '--yes', '--run-name', name, ...flags, '--set', `output_dir=${dir}`],
  ];
}

const ways: readonly Exclude<Beyond, 'hold'>[] = ['gone', 500, 'reset', 429, 'cut', 401];
const points = Array.from({ length: 20 }, (_, at) => ({ at, how: ways[at % ways.length] ?? 500 }));

it.each(points)(
  'a run whose endpoint dies ($how, point $at) halts with the reason, and resumed ends as if nothing had been',
  async ({ at, how }) => {
    const name = `dies-${at}`;
    server.hold();
    server.beyond = how;
    server.letPass(Math.floor(((at + 0.5) * calls) / points.length));
    const halted = await run(learn(name));
    expect(halted.code, halted.stderr).toBe(1);
    expect(halted.stderr).toContain('To go on:');
    const events = await readEvents(path.join(dir, name));
    expect(events.at(-1)).toMatchObject({ type: 'run.stopped', reason: 'faults' });
    expect(
      events.filter(({ type }) => type === 'rollout.errored' || type === 'writer.failed'),
    ).toEqual([]);

    server.open();
    const resumed = await run(learn(name, '--resume'));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(await runResult(path.join(dir, name))).toEqual(undisturbed);
  },
);
