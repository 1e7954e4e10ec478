import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PythonRandom } from '../../src/engine/random';
import { readEvents, run, serveSimulated, start } from '../support/commandLine';
import { HeldServer } from '../support/heldServer';
import { runResult } from '../support/runResult';

let dir: string;
let server: Awaited<ReturnType<typeof serveSimulated>>;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-kill-'));
  server = await serveSimulated('--latency', '15');
});

afterAll(async () => {
  server.stop();
  await rm(dir, { recursive: true, force: true });
});

function learn(name: string, agent: 'local' | 'simulated', ...flags: string[]): string[] {
  return [
    ...['learn', '--config', 'configs/quickstart.yaml', '--agent', agent, '--json'],
    ...['--run-name', name, '--set', `output_dir=${dir}`, ...flags],
  ];
}

/** Killed before it had begun, a run has nothing to resume yet. */
function goOn(name: string): string[] {
  const hasBegun = existsSync(path.join(dir, name, 'journal.jsonl'));
  return learn(name, 'local', ...(hasBegun ? ['--resume'] : []));
}

/** Keys of what must happen once and only once. */
async function finishedKeys(name: string): Promise<string[]> {
  const events = await readEvents(path.join(dir, name));
  return events
    .filter(({ type }) => type !== 'rollout.errored')
    .flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
}

async function transcripts(name: string): Promise<number> {
  return (await readFile(path.join(dir, name, 'transcripts.jsonl'), 'utf8')).split('\n').length - 1;
}

const result = (name: string): Promise<unknown> => runResult(path.join(dir, name));

describe('a run that is killed and resumed', () => {
  it('ends like one that was left alone, after 30 kills at random moments, and repeats no rollout', async () => {
    const undisturbed = await run(learn('undisturbed', 'local'), server);
    expect(undisturbed.code, undisturbed.stderr).toBe(0);

    const rng = new PythonRandom('moments to kill');
    let kills = 0;
    for (let lives = 0; kills < 30; lives++) {
      // A run that got through in spite of it all makes room for the next one.
      const name = `killed-${lives}`;
      for (;;) {
        const { child, finished } = start(goOn(name), server);
        const timer = setTimeout(() => child.kill('SIGKILL'), 150 + rng.below(450));
        const { signal, code, stderr } = await finished;
        clearTimeout(timer);
        if (signal === 'SIGKILL') {
          kills += 1;
          if (kills < 30) continue;
          const last = await run(goOn(name), server);
          expect(last.code, last.stderr).toBe(0);
        } else {
          expect(code, stderr).toBe(0);
        }
        break;
      }
      const keys = await finishedKeys(name);
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
      // A rollout done again would leave a second transcript. A kill between the two writes of one may leave one.
      const rollouts = keys.filter((key) => key.startsWith('rollout|')).length;
      expect((await transcripts(name)) - rollouts).toBeLessThanOrEqual(kills);
      expect(await result(name)).toEqual(await result('undisturbed'));
    }
    expect(kills).toBe(30);
  });

  it('goes on from a journal cut at any byte', async () => {
    const whole = await run(learn('whole', 'simulated'));
    expect(whole.code, whole.stderr).toBe(0);
    const journal = await readFile(path.join(dir, 'whole/journal.jsonl'));
    const rng = new PythonRandom('bytes to cut at');
    const cuts = [
      0,
      1,
      journal.length - 1,
      ...Array.from({ length: 17 }, () => rng.below(journal.length)),
    ];
    for (const [i, cut] of cuts.entries()) {
      const name = `cut-${i}`;
      await cp(path.join(dir, 'whole'), path.join(dir, name), { recursive: true });
      await truncate(path.join(dir, name, 'journal.jsonl'), cut);
      const resumed = await run(learn(name, 'simulated', '--resume'));
      expect(resumed.code, `cut at ${cut}: ${resumed.stderr}`).toBe(0);
      const keys = await finishedKeys(name);
      expect(
        keys.filter((key, at) => keys.indexOf(key) !== at),
        `cut at ${cut}`,
      ).toEqual([]);
      expect(await result(name), `cut at ${cut}`).toEqual(await result('whole'));
    }
  });

  it('stops at Ctrl-C without waiting for an answer, says how to go on, and does', async () => {
    const held = await HeldServer.start();
    held.letPass(150);
    const { child, finished } = start(learn('interrupted', 'local'), { env: held.env });
    await expect
      .poll(async () => (await finishedKeys('interrupted')).length, { timeout: 60_000 })
      .toBeGreaterThan(20);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    await held.close();
    expect(code).toBe(130);
    expect(stderr).toContain('--resume');
    const resumed = await run(learn('interrupted', 'local', '--resume'), server);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(await result('interrupted')).toEqual(await result('undisturbed'));
  });
});

describe('an endpoint that fails every third time', () => {
  it('ends in the same library, and no fault is counted as the agent’s', async () => {
    const flaky = await serveSimulated('--latency', '1', '--error-rate', '0.3');
    try {
      const { code, stderr } = await run(learn('flaky', 'local'), flaky);
      expect(code, stderr).toBe(0);
      expect(await result('flaky')).toEqual(await result('undisturbed'));
    } finally {
      flaky.stop();
    }
  });
});
