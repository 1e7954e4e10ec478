import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents, run, serveSimulated } from '../support/commandLine';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-noise-'));
});

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Skills the simulated writer proposes that do nothing to the simulated agent. */
const IDLE = ['be_careful_with_results', 'understand_the_question'];

interface Judged {
  readonly verdict: string;
  readonly edits: readonly { readonly action: string; readonly name: string }[];
}

async function learn(
  name: string,
  gate: 'confirmed' | 'published',
  server: Awaited<ReturnType<typeof serveSimulated>>,
) {
  const { code, stderr } = await run(
    [
      ...['learn', '--config', 'configs/quickstart.yaml', '--agent', 'local', '--json'],
      ...['--run-name', name, '--set', `output_dir=${dir}`, `gate.kind=${gate}`],
    ],
    server,
  );
  expect(code, stderr).toBe(0);
  const events = await readEvents(path.join(dir, name));
  const judged = events.filter(({ type }) => type === 'candidate.judged') as unknown as Judged[];
  const adds = ({ edits }: Judged): boolean =>
    edits.some(({ action, name: skill }) => action === 'ADD' && IDLE.includes(skill));
  const accepted = judged.filter(({ verdict }) => verdict === 'accepted');
  return {
    events,
    idleProposed: judged.filter(adds).length,
    idleAccepted: accepted.filter(adds).length,
    realAccepted: accepted.filter((one) => !adds(one)).length,
  };
}

describe('learning from an agent of which one episode in ten turns out the other way', () => {
  it.each(['2', '5'])(
    'keeps what helps and refuses what does nothing, which the published gate takes (seed %s)',
    async (seed) => {
      const server = await serveSimulated('--noise', '0.1', '--seed', seed);
      try {
        const confirmed = await learn(`confirmed-${seed}`, 'confirmed', server);
        const published = await learn(`published-${seed}`, 'published', server);
        expect(confirmed.idleProposed).toBeGreaterThan(0);
        expect(confirmed.idleAccepted).toBe(0);
        expect(confirmed.realAccepted).toBeGreaterThanOrEqual(3);
        expect(published.idleAccepted).toBeGreaterThan(0);
        const val = confirmed.events.filter(({ type }) => type === 'val.finished');
        const score = (at: number): number => Number(val.at(at)?.['score']);
        expect(score(-1)).toBeGreaterThan(score(0));
      } finally {
        server.stop();
      }
    },
  );

  it('goes on with a confirmation where it was interrupted, and repeats no rollout', async () => {
    const server = await serveSimulated('--noise', '0.1', '--latency', '5');
    try {
      const args = [
        ...['learn', '--config', 'configs/quickstart.yaml', '--agent', 'local', '--json'],
        ...['--run-name', 'halted', '--set', `output_dir=${dir}`],
      ];
      // Every budget of calls ends it somewhere else, most of them amid a confirmation.
      let calls = 150;
      let ended = await run([...args, `budget.calls=${calls}`], server);
      while (ended.code === 3) {
        calls += 173;
        ended = await run([...args, `budget.calls=${calls}`, '--resume'], server);
      }
      expect(ended.code, ended.stderr).toBe(0);
      expect(calls).toBeGreaterThan(600);
      const events = await readEvents(path.join(dir, 'halted'));
      const keys = events.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
      expect(new Set(keys).size).toBe(keys.length);
    } finally {
      server.stop();
    }
  });
});

describe('grasp calibrate', () => {
  it('measures how repeatable the agent is, and what the gates would do with it', async () => {
    const server = await serveSimulated('--noise', '0.1');
    try {
      const args = ['calibrate', '--config', 'configs/quickstart.yaml', '--agent', 'local'];
      const { code, stdout, stderr } = await run([...args, '--json'], server);
      expect(code, stderr).toBe(0);
      const found = JSON.parse(stdout) as {
        flip_rate: Record<'passing' | 'failing', { rate: number; low: number; high: number }>;
        no_op_accepted: { published: number; confirmed: number };
        repeatable: boolean;
      };
      expect(found.repeatable).toBe(false);
      for (const { rate, low, high } of Object.values(found.flip_rate)) {
        expect(rate).toBeGreaterThan(0.02);
        expect(low).toBeLessThan(rate);
        expect(high).toBeGreaterThan(rate);
      }
      expect(found.no_op_accepted.published).toBeGreaterThan(0.3);
      expect(found.no_op_accepted.confirmed).toBeLessThanOrEqual(0.02);
      const people = await run([...args, '--repeats', '2', '--n', '6'], server);
      expect(people.stdout).toContain('6 samples, 2 rollouts each');
      expect(people.stdout).toMatch(/flip rate\s+of samples that pass: /);
    } finally {
      server.stop();
    }
  });

  it('says that a repeatable agent needs no confirmation', async () => {
    const { code, stdout } = await run([
      ...['calibrate', '--config', 'configs/quickstart.yaml', '--agent', 'simulated'],
      ...['--repeats', '2'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('One rollout tells as much as many');
    expect(stdout).toContain('not by a language model');
  });
});
