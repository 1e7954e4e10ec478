import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../backends/systemClock';
import type { Library } from '../../../engine/skill/library';
import { parseSkill } from '../../../engine/skill/skillFormat';
import { describeError } from '../../../util/errors';
import { createLab } from '../lab/createLab';
import type { Project } from '../lab/lab';
import { ProbeCalls } from '../live/probeCalls';
import type { SpendLimit } from '../live/spendLimit';
import type { Ground, SessionPorts } from './ports';
import { SkillSession } from './skillSession';

const FILE = 'read_the_bundle.md';
const RULE = '- Take the measurement with the latest `effectiveDateTime`, whatever its place.\n';

let folder: string;
let project: Project;
let saved: Library;
let mark: string;
let text: string;
let pinned: readonly string[];
let last: readonly string[] | undefined;
let limit: number;
let calls: ProbeCalls;
let spend: SpendLimit;
let failures: unknown[];
let events: string[];
let session: SkillSession;

async function open(preset = 'backend: simulated\n'): Promise<void> {
  await project?.dispose();
  await writeFile(join(folder, 'agent.yaml'), preset);
  project = await createLab().open({
    config: join(folder, 'configs/quickstart.yaml'),
    baseDir: folder,
    agent: join(folder, 'agent.yaml'),
    env: {},
  });
  saved = (await project.library()).library;
  text = saved.find('read_the_bundle')?.text ?? '';
  const ports: SessionPorts = {
    clock: systemClock,
    calls,
    pauseMs: () => 5,
    size: () => 6,
    text: () => text,
    ground: async (): Promise<Ground> => ({
      project,
      saved,
      mark,
      skill: 'read_the_bundle',
      file: FILE,
    }),
    pinned: () => pinned,
    lastProbes: async () => last,
    forget: () => void events.push('forgot'),
    failed: (error) => void failures.push(error),
    describe: describeError,
  };
  session = new SkillSession(ports);
  session.listeners.add({
    began: ({ samples }) => void events.push(`began ${samples.length}`),
    outcome: (_round, { outcome }) => void events.push(outcome),
    ended: (_round, error) => void events.push(error === undefined ? 'ended' : 'cut'),
    outdated: () => void events.push('outdated'),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'session-'));
  for (const part of ['configs/quickstart.yaml', 'skills/base', 'skills/quickstart']) {
    await cp(part, join(folder, part), { recursive: true });
  }
  mark = 'first';
  pinned = [];
  last = undefined;
  limit = 500;
  calls = new ProbeCalls(() => limit);
  spend = calls.spend;
  failures = [];
  events = [];
  await open();
});

afterEach(async () => {
  session.dispose();
  await project.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function firstIds(count: number): Promise<readonly string[]> {
  return (await project.samples('dev')).slice(0, count).map(({ id }) => id);
}

function save(): void {
  saved = saved.put(parseSkill(text, FILE));
  mark = text;
}

describe('the probes of a skill', () => {
  it('are drawn when nothing else says which, and stay the same ones', async () => {
    await session.run();
    const { samples, choice, isSimulated } = session.state;
    expect(choice).toBe('drawn');
    expect(isSimulated).toBe(true);
    expect(session.tally).toMatchObject({ fixed: 0, regressed: 0, isOutdated: false });
    expect(session.tally?.evaluated).toBe(samples.length);
    expect(events[0]).toBe(`began ${samples.length}`);
    expect(events.at(-1)).toBe('ended');
    expect(spend.used).toBe(project.callsMade);
    text = text.replace('## Rule\n', `## Rule\n\n${RULE}`);
    await session.run();
    expect(session.state.samples.toSorted()).toEqual(samples.toSorted());
  });

  it('are those of the last update, or those that a person pinned', async () => {
    last = ['gone', ...(await firstIds(3))];
    await session.run();
    expect(session.state).toMatchObject({ choice: 'update' });
    expect(session.state.samples.toSorted()).toEqual((await firstIds(3)).toSorted());
    pinned = await firstIds(2);
    await session.run();
    expect(session.state.samples).toHaveLength(3);
    session.chooseAnew();
    expect((await session.planned()).probes).toEqual(pinned);
    await session.run();
    expect(session.state).toMatchObject({ choice: 'pinned' });
    expect(session.state.samples.toSorted()).toEqual([...pinned].toSorted());
  });

  it('are told when outdated, and need no call when the measured text is saved', async () => {
    pinned = await firstIds(8);
    text = text.replace('## Rule\n', `## Rule\n\n${RULE}`);
    await session.run();
    const { fixed = 0, passed = 0 } = session.tally ?? {};
    expect(fixed).toBeGreaterThan(0);
    const calls = project.callsMade;
    save();
    await session.savedChanged();
    await until(() => session.tally?.isOutdated === false);
    expect(session.tally).toMatchObject({ fixed: 0, passed });
    expect(project.callsMade).toBe(calls);
    text += '\nOne more line.\n';
    session.edited();
    expect(session.tally).toMatchObject({ isOutdated: true, passed });
    expect(events.at(-1)).toBe('outdated');
  });

  it('follow the typing when live, and never a text that is no skill', async () => {
    pinned = await firstIds(8);
    session.switchLive(true);
    await until(() => events.includes('ended'));
    expect(session.tally).toMatchObject({ fixed: 0, isOutdated: false });
    const calls = project.callsMade;
    const before = [...session.state.results];
    let order: readonly string[] = [];
    session.listeners.add({ began: ({ samples }) => void (order = samples.map(({ id }) => id)) });

    const whole = text;
    text = `---\nname: [\n${whole.slice(4)}`;
    session.edited();
    await until(() => session.state.trouble !== undefined);
    expect(session.state.trouble).toMatchObject({ kind: 'text' });
    expect(session.tally).toMatchObject({ isOutdated: true, fixed: 0 });
    expect(project.callsMade).toBe(calls);

    text = whole.replace('## Rule\n', `## Rule\n\n${RULE}`);
    session.edited();
    await until(() => (session.tally?.fixed ?? 0) > 0 && session.state.activity.kind === 'idle');
    expect(session.state.trouble).toBeUndefined();
    expect(session.tally?.isOutdated).toBe(false);
    // What failed before is asked first.
    const failing = before.filter(([, it]) => it.probe.after.passed === false).map(([id]) => id);
    expect(order.slice(0, failing.length).toSorted()).toEqual(failing.toSorted());
  });

  it('stop at the limit of the window, clearly, and go on when more is allowed', async () => {
    pinned = await firstIds(6);
    limit = 5;
    session.switchLive(true);
    await until(() => session.state.trouble !== undefined);
    expect(session.state.trouble).toEqual({ kind: 'limit', message: '5' });
    expect(project.callsMade).toBe(5);
    text += '\nMore.\n';
    session.edited();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(project.callsMade).toBe(5);
    limit = 500;
    spend.reset();
    session.allowMore();
    await until(() => session.tally?.evaluated === 6 && session.state.activity.kind === 'idle');
    expect(session.state.trouble).toBeUndefined();
    expect(session.tally?.isOutdated).toBe(false);
    limit = 0;
    text += '\nEven more.\n';
    session.edited();
    await until(() => session.state.trouble !== undefined);
    // What could not be measured again is still what was known, and old.
    expect(session.tally).toMatchObject({ evaluated: 6, isOutdated: true });
  });

  it('run in part when a part was asked for, and leave the set as it was', async () => {
    pinned = await firstIds(4);
    const only = (await firstIds(6)).slice(5);
    await session.run({ only });
    expect(session.state.results.size).toBe(1);
    expect(session.state.samples).toEqual([]);
    await session.run();
    expect(session.state.samples).toHaveLength(4);
    await session.run({ only: pinned.slice(0, 1) });
    expect(session.state.samples).toHaveLength(4);
    expect(events).toContain('began 1');
  });

  it('say what keeps them from running', async () => {
    const dead =
      'backend: openai-chat\nmodel: x\nbase_url: http://127.0.0.1:9/v1\ntemperature: 0\nretry: { attempts: 1 }\n';
    await open(dead);
    pinned = await firstIds(3);
    await session.run();
    expect(session.state.trouble).toMatchObject({ kind: 'halted' });
    expect(session.state.trouble?.message).toContain('127.0.0.1:9');
    expect(session.tally).toMatchObject({ errored: 3, evaluated: 0, regressed: 0 });
    expect(events).toContain('forgot');
  });

  it('throw the dice again where equal requests get different replies', async () => {
    await open('backend: simulated\ntemperature: 0.7\n');
    pinned = await firstIds(3);
    await session.run();
    const calls = project.callsMade;
    await session.run();
    expect(project.callsMade).toBeGreaterThan(calls);
    const more = project.callsMade;
    text += '\nA line.\n';
    await session.run();
    text = saved.find('read_the_bundle')?.text ?? '';
    const after = project.callsMade;
    // The saved version is asked once for each throw.
    await session.run();
    expect(project.callsMade).toBe(after);
    expect(after).toBeGreaterThan(more);
  });
});
