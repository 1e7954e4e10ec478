import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents, readTree, run, start } from '../support/commandLine';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-review-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function learn(...flags: string[]): string[] {
  const what = ['learn', '--config', 'configs/quickstart.yaml', '--agent', 'simulated'];
  return [...what, '--run-name', 'run', '--set', `output_dir=${dir}`, 'cycle.epochs=1', ...flags];
}

const runDir = (): string => path.join(dir, 'run');

async function waits(): Promise<string[][]> {
  const events = await readEvents(runDir());
  return events.filter(({ type }) => type === 'run.waiting').map(({ edits }) => edits as string[]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 30));
}

function decide(edit: string, ...flags: string[]): Promise<unknown> {
  return run(['decide', runDir(), '--edit', edit, ...flags]);
}

interface Outcome {
  readonly library: string[];
  readonly edits: { id: string; applied: boolean; kept: boolean; override: unknown }[];
}

describe('a run that asks the author', () => {
  it('asks again when it is resumed, and sticks to what was decided however it is resumed later', async () => {
    const first = start(learn('--review', 'ask'));
    await until(async () => (await waits()).length === 1);
    first.child.kill('SIGINT');
    expect((await first.finished).code).toBe(130);

    const second = start(learn('--review', 'ask', '--resume'));
    await until(async () => (await waits()).length === 2);
    const [[edit = ''] = []] = await waits();
    expect((await waits())[1]).toEqual([edit]);
    await decide(edit, '--reject', '--reason', 'not ours');
    const told = new Set([edit]);
    let isOver = false;
    void second.finished.then(() => (isOver = true));
    await until(async () => {
      for (const id of (await waits()).flat().filter((each) => !told.has(each))) {
        told.add(id);
        await decide(id, '--accept');
      }
      return isOver;
    });
    const { code, stdout } = await second.finished;
    expect(code).toBe(0);
    expect(stdout).toContain(`waiting for your decision on ${edit}`);
    expect(stdout).toContain('grasp decide');

    const learned = await readTree(path.join(runDir(), 'skills/learned'));
    const events = await readEvents(runDir());
    for (const mode of ['auto', 'ask']) {
      const again = await run(learn('--review', mode, '--resume', '--json'));
      expect(again.code, again.stderr).toBe(0);
      const outcome = JSON.parse(again.stdout) as Outcome;
      expect(outcome.edits.find(({ id }) => id === edit)).toMatchObject({
        applied: false,
        kept: false,
        override: { decision: 'reject', reason: 'not ours' },
      });
      expect(outcome.library).toHaveLength(
        Object.keys(learned).filter((file) => !file.startsWith('.')).length,
      );
      expect(await readTree(path.join(runDir(), 'skills/learned'))).toEqual(learned);
    }
    const added = (await readEvents(runDir())).slice(events.length).map(({ type }) => type);
    expect(new Set(added)).toEqual(new Set(['run.resumed', 'decisions.taken']));
  });
});
