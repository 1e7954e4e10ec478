import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readEvents, start, type Finished, type Started } from '../support/commandLine';

async function quickstart(): Promise<Started & { readonly run: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stop-'));
  const started = start([
    ...['learn', '--config', 'configs/quickstart.yaml', '--run-name', 'stopped'],
    // So many that it does not come to its end before the signal comes, on whatever machine.
    ...['--set', `output_dir=${folder}`, 'cycle.epochs=1000'],
  ]);
  return { ...started, run: path.join(folder, 'stopped') };
}

async function expectOrderlyStop(run: string, { code, stderr }: Finished): Promise<void> {
  expect(stderr).toContain('stopped by the user');
  expect(code).toBe(130);
  expect((await readEvents(run)).at(-1)).toMatchObject({ type: 'run.stopped', reason: 'user' });
  const lock: unknown = JSON.parse(await readFile(path.join(run, 'run.1.lock'), 'utf8'));
  expect(lock).toHaveProperty('released');
}

it('a run stops at Ctrl-C, also when no model keeps it waiting', async () => {
  const { child, finished, run } = await quickstart();
  child.stdout?.once('data', () => child.kill('SIGINT'));
  await expectOrderlyStop(run, await finished);
});

it('a run whose terminal is gone ends in order, and says that it was stopped', async () => {
  const { child, finished, run } = await quickstart();
  // Nobody reads on after the first words, as when a window is closed with its terminals in it.
  child.stdout?.once('data', () => child.stdout?.destroy());
  await expectOrderlyStop(run, await finished);
});
