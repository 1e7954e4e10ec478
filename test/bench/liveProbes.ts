import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/backends/systemClock';
import { createLab } from '../../src/surfaces/probes/lab/createLab';
import { ProbeCalls } from '../../src/surfaces/probes/live/probeCalls';
import { SkillSession } from '../../src/surfaces/probes/session/skillSession';

export interface LiveProbesBench {
  readonly latencyMs: number;
  /** Replies that the first rollout to end took. */
  readonly replies: number;
  /** From the end of the pause in typing to the first outcome that was asked for; median, wall clock. */
  readonly firstOutcomeMs: number;
}

const PAUSE_MS = 100;
const NAME = 'read_the_bundle';

/** Types into a skill with live probes on, eight of them, against a model that takes its time. */
export async function benchLiveProbes(latencyMs = 200, rounds = 9): Promise<LiveProbesBench> {
  const folder = await mkdtemp(join(tmpdir(), 'live-'));
  for (const part of ['configs/quickstart.yaml', 'skills/base', 'skills/quickstart']) {
    await cp(part, join(folder, part), { recursive: true });
  }
  const agent = join(folder, 'slow.yaml');
  await writeFile(agent, `backend: simulated\nlatency_ms: ${latencyMs}\n`);
  const config = join(folder, 'configs/quickstart.yaml');
  const project = await createLab().open({ config, baseDir: folder, agent, env: {} });
  const { library: saved } = await project.library();
  const file = `${NAME}.md`;
  const original = saved.find(NAME)?.text ?? '';
  const samples = (await project.samples('dev')).slice(0, 8).map(({ id }) => id);
  let text = original;
  const session = new SkillSession({
    clock: systemClock,
    calls: new ProbeCalls(() => 10_000),
    pauseMs: () => PAUSE_MS,
    size: () => 8,
    text: () => text,
    ground: async () => ({ project, saved, mark: 'saved', skill: NAME, file }),
    pinned: () => samples,
    lastProbes: async () => undefined,
    forget: () => undefined,
    failed: (error) => {
      throw error;
    },
    describe: String,
  });
  await session.run();
  let ended = 0;
  session.listeners.add({ ended: () => void (ended += 1) });
  const until = async (rounds: number): Promise<void> => {
    while (ended < rounds) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  session.switchLive(true);
  await until(1);
  const times: number[] = [];
  let replies = 0;
  for (let round = 0; round < rounds; round += 1) {
    let first: number | undefined;
    const listener = {
      outcome: (
        _round: unknown,
        { after }: { after: { reused: boolean; transcript?: object } },
      ) => {
        if (!after.reused) first ??= performance.now();
      },
    };
    session.listeners.add(listener);
    text = `${original}\n- Note ${round}: look twice.\n`;
    const typed = performance.now();
    session.edited();
    await until(round + 2);
    session.listeners.delete(listener);
    times.push((first ?? Infinity) - typed - PAUSE_MS);
    const histories = [...session.state.results.values()].map(
      ({ probe }) => probe.after.transcript?.history.length ?? 0,
    );
    replies = Math.min(...histories.map((length) => Math.floor(length / 2)));
  }
  session.dispose();
  await project.dispose();
  await rm(folder, { recursive: true, force: true });
  const sorted = times.sort((a, b) => a - b);
  return { latencyMs, replies, firstOutcomeMs: sorted[Math.floor(sorted.length / 2)] ?? Infinity };
}
