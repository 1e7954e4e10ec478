import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunDirectory } from '../../store/runDirectory';
import { openRun } from '../../store/runDirectory';
import { candidatesOf } from '../../store/runState';
import { replaySteps, sampleRun, tempDir } from '../../store/testSupport';
import { RunFollower } from './runFollower';

const steps = sampleRun();

async function newRun(): Promise<{ readonly run: RunDirectory; readonly dir: string }> {
  const dir = join(tempDir(), 'try');
  return { dir, run: await openRun({ dir, mode: 'create' }) };
}

describe('following a run', () => {
  it('reads on while the run grows, and knows whether there is news', async () => {
    const { run, dir } = await newRun();
    const follower = new RunFollower(dir);
    replaySteps(run, steps.slice(0, 8));
    expect(await follower.hasNews()).toBe(true);
    expect((await follower.readOn()).status).toBe('running');
    expect(follower.isUnderWay).toBe(true);
    expect(await follower.hasNews()).toBe(false);
    expect(await follower.readOn()).toBe(follower.last);

    replaySteps(run, steps);
    run.close();
    expect(await follower.hasNews()).toBe(true);
    const done = await follower.readOn();
    expect(done).toMatchObject({ status: 'finished', rollouts: { finished: 6, errored: 2 } });
    expect(candidatesOf(done)).toHaveLength(2);
    expect(follower.isUnderWay).toBe(false);
  });

  it('comes to what a fresh reading comes to, wherever it was cut', async () => {
    const { run, dir } = await newRun();
    replaySteps(run, steps);
    run.close();
    const journal = join(dir, 'journal.jsonl');
    const whole = readFileSync(journal);
    const expected = await new RunFollower(dir).readOn();
    for (let cut = 1; cut < whole.length; cut += 977) {
      const copy = join(tempDir(), 'try');
      mkdirSync(copy);
      const growing = join(copy, 'journal.jsonl');
      writeFileSync(growing, whole.subarray(0, cut));
      const follower = new RunFollower(copy);
      await follower.readOn();
      appendFileSync(growing, whole.subarray(cut));
      expect(await follower.readOn()).toEqual(expected);
    }
  });

  it('is told when the process is gone, and when another one goes on', async () => {
    const { run, dir } = await newRun();
    const follower = new RunFollower(dir);
    replaySteps(run, steps.slice(0, 8));
    await follower.readOn();
    run.close();
    expect(await follower.hasNews()).toBe(true);
    expect(await follower.readOn()).toMatchObject({
      status: 'stopped',
      stop: { reason: 'killed' },
    });
    const again = await openRun({ dir, mode: 'resume' });
    expect((await follower.readOn()).status).toBe('running');
    replaySteps(again, steps);
    again.close();
    expect((await follower.readOn()).status).toBe('finished');
  });

  it('starts over with a journal that is another one, shorter or longer', async () => {
    const { run, dir } = await newRun();
    replaySteps(run, steps.slice(0, 5));
    run.close();
    const follower = new RunFollower(dir);
    await follower.readOn();
    const anew = await openRun({ dir, mode: 'force' });
    replaySteps(anew, steps);
    anew.close();
    expect(await follower.readOn()).toEqual(await new RunFollower(dir).readOn());

    truncateSync(join(dir, 'journal.jsonl'), 0);
    expect(await follower.readOn()).toMatchObject({ run: '', epochs: [] });
  });

  it('says what is wrong once, and tries again when something has changed', async () => {
    const dir = join(tempDir(), 'try');
    const follower = new RunFollower(dir);
    await expect(follower.readOn()).rejects.toThrow('not a run');
    expect(await follower.hasNews()).toBe(false);
    expect(follower.isUnderWay).toBe(false);
    const run = await openRun({ dir, mode: 'create' });
    replaySteps(run, steps);
    run.close();
    expect(await follower.hasNews()).toBe(true);
    expect((await follower.readOn()).status).toBe('finished');
    rmSync(dir, { recursive: true });
    expect(await follower.hasNews()).toBe(true);
    await expect(follower.readOn()).rejects.toThrow('not a run');
    expect(follower.last).toBeUndefined();
  });

  it('serves two at once with one reading after the other', async () => {
    const { run, dir } = await newRun();
    replaySteps(run, steps);
    run.close();
    const follower = new RunFollower(dir);
    const [one, other] = await Promise.all([follower.readOn(), follower.readOn()]);
    expect(one).toBe(other);
    expect(one?.rollouts.finished).toBe(6);
  });
});
