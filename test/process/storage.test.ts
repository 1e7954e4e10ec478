/** Run directories that somebody has tampered with, taken away, or that a disk does not take. */
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, readEvents, repository, run, start } from '../support/commandLine';
import { HeldServer } from '../support/heldServer';
import { runResult } from '../support/runResult';

let dir: string;
let held: HeldServer;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-storage-'));
  held = await HeldServer.start();
});

afterAll(async () => {
  await held.close();
  await rm(dir, { recursive: true, force: true });
});

const at = (...parts: readonly string[]): string => path.join(dir, ...parts);

function learn(name: string, agent: 'local' | 'simulated', ...flags: readonly string[]): string[] {
  const config = ['--config', 'configs/quickstart.yaml', '--agent', agent, '--json', '--yes'];
  return ['learn', ...config, '--run-name', name, ...flags, '--set', `output_dir=${dir}`];
}

describe('links in a run directory', () => {
  it.each(['--resume', '--force'])(
    'are not followed by %s, and what they lead to is left alone',
    async (flag) => {
      const name = `links${flag}`;
      expect((await run(learn(name, 'simulated'))).code).toBe(0);
      const victim = at(`victim${flag}`);
      await mkdir(path.join(victim, 'learned'), { recursive: true });
      await writeFile(path.join(victim, 'learned/precious.md'), 'mine');
      await rm(at(name, 'skills'), { recursive: true });
      await symlink(victim, at(name, 'skills'));
      const { code, stderr } = await run(learn(name, 'simulated', flag));
      expect(code).toBe(1);
      expect(stderr).toContain('this is a link');
      expect(await readFile(path.join(victim, 'learned/precious.md'), 'utf8')).toBe('mine');
    },
  );

  it('are not followed where the run itself is one', async () => {
    expect((await run(learn('elsewhere', 'simulated'))).code).toBe(0);
    await symlink(at('elsewhere'), at('planted'));
    const { code, stderr } = await run(learn('planted', 'simulated', '--force'));
    expect([code, stderr.includes('this is a link')]).toEqual([1, true]);
    expect((await readEvents(at('elsewhere'))).at(-1)).toMatchObject({ type: 'run.finished' });
  });
});

describe('a journal', () => {
  it('with a byte order mark is read as it is', async () => {
    expect((await run(learn('marked', 'simulated'))).code).toBe(0);
    const before = await runResult(at('marked'));
    const text = await readFile(at('marked/journal.jsonl'), 'utf8');
    await writeFile(at('marked/journal.jsonl'), `\uFEFF${text}`);
    const { code, stderr } = await run(learn('marked', 'simulated', '--resume'));
    expect(code, stderr).toBe(0);
    expect(await runResult(at('marked'))).toEqual(before);
  });

  it('without its first line is not resumed', async () => {
    expect((await run(learn('headless', 'simulated'))).code).toBe(0);
    const [, ...rest] = (await readFile(at('headless/journal.jsonl'), 'utf8')).split('\n');
    for (const first of [[], ['{"seq":1, damaged']]) {
      await writeFile(at('headless/journal.jsonl'), [...first, ...rest].join('\n'));
      const { code, stderr } = await run(learn('headless', 'simulated', '--resume'));
      expect(code).toBe(1);
      expect(stderr).toContain('has lost its first line');
    }
  });

  it('with damaged lines says how many', async () => {
    expect((await run(learn('damaged', 'simulated'))).code).toBe(0);
    await appendFile(at('damaged/journal.jsonl'), 'not JSON\nnor this\n');
    const { stderr } = await run(learn('damaged', 'simulated', '--resume'));
    expect(stderr).toContain('2 lines of the journal cannot be read');
  });
});

it('a run whose directory is removed stops, and says what happened', async () => {
  held.hold();
  held.letPass(40);
  const { finished } = start(learn('removed', 'local'), { env: held.env });
  await expect
    .poll(async () => (await readEvents(at('removed'))).length, { timeout: 60_000 })
    .toBeGreaterThan(5);
  await rename(at('removed'), at('moved'));
  await rm(at('moved'), { recursive: true });
  held.open();
  const { code, stderr } = await finished;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /removed while it was in use|has taken this run over, or removed it|is gone/,
  );
  expect(stderr).not.toContain('bug in GRASP');
});

const canUnshare = isPossible('unshare', ['--pid', '--fork', '--mount-proc', 'true']);

it.runIf(canUnshare)('two containers of one machine do not both write one run', async () => {
  held.hold();
  held.letPass(10);
  const args = learn('shared', 'local');
  const inside = spawn(
    'unshare',
    ['--pid', '--fork', '--kill-child', '--mount-proc', process.execPath, cli, ...args],
    { cwd: repository, env: { ...process.env, ...held.env }, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => inside.once('close', resolve));
  await expect
    .poll(async () => (await readEvents(at('shared'))).length, { timeout: 60_000 })
    .toBeGreaterThan(2);
  const { code, stderr } = await run(learn('shared', 'local', '--resume'), { env: held.env });
  expect(code).toBe(1);
  expect(stderr).toContain('another container of this machine');
  inside.kill('SIGKILL');
  await ended;
});

const disk = canMount();

it.runIf(disk !== undefined)(
  'a disk that fills up ends the run without a trace, and resumed it ends as if nothing had been',
  async () => {
    expect((await run(learn('roomy', 'simulated'))).code).toBe(0);
    const undisturbed = await runResult(at('roomy'));
    for (const kilobytes of [40, 90, 160, 260]) {
      const small = at(`disk-${kilobytes}`);
      await mkdir(small);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', small]);
      try {
        const args = learn('full', 'simulated').map((word) => word.replace(`=${dir}`, `=${small}`));
        const full = await run(args);
        expect(full.code, full.stderr).toBe(1);
        expect(full.stderr).toContain('the disk is full');
        const events = await readEvents(path.join(small, 'full'));
        expect(events.filter(({ type }) => /errored|failed|stopped/.test(String(type)))).toEqual(
          [],
        );
        execFileSync('mount', ['-o', 'remount,size=50m', small]);
        const mode = events.length > 0 ? '--resume' : '--force';
        const resumed = await run([...args.slice(0, 1), mode, ...args.slice(1)]);
        expect(resumed.code, resumed.stderr).toBe(0);
        expect(await runResult(path.join(small, 'full'))).toEqual(undisturbed);
      } finally {
        execFileSync('umount', [small]);
      }
    }
  },
);

function isPossible(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Only who may mount has small disks. */
function canMount(): true | undefined {
  return isPossible('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]) || undefined;
}
