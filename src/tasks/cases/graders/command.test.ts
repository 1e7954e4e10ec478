import { mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EnvironmentFault } from '../../../engine/ports';
import { gradeCommand } from './command';
import type { GradeInput } from './gradeReply';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grasp-command-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

function input(reply: string, signal: AbortSignal = new AbortController().signal): GradeInput {
  return {
    case: { id: 'a', type: 't', input: 'in', vars: { n: 1 }, expected: 42, question: 'q' },
    reply,
    folder,
    context: { signal, repeat: 0 },
  };
}

function node(script: string, options: { timeout?: number } = {}) {
  return { kind: 'command' as const, command: ['node', '-e', script], ...options };
}

/** A program that starts a child of its own, notes both pids and would run for a minute. */
const endless = `
  const {spawn} = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], {stdio: 'inherit'});
  require('node:fs').writeFileSync('pids.json', JSON.stringify([process.pid, child.pid]));
  setTimeout(() => {}, 60000);`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process that nobody has waited for yet is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function pidsOf(): Promise<readonly number[]> {
  const file = join(folder, 'pids.json');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(10);
  const pids: readonly number[] = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return pids;
}

async function allGone(pids: readonly number[]): Promise<boolean> {
  for (let i = 0; i < 100 && pids.some(isAlive); i++) await sleep(10);
  return !pids.some(isAlive);
}

describe('command', () => {
  it('passes on exit code 0 and gets the reply and the case', async () => {
    const script = `
      const { id, expected, vars, input } = JSON.parse(process.env.GRASP_CASE);
      const reply = require('node:fs').readFileSync(0, 'utf8');
      process.exit(reply === 'ré' && id === 'a' && expected === 42 && vars.n === 1 && input === 'in' ? 0 : 1)`;
    expect(await gradeCommand(node(script), input('ré'))).toEqual({ kind: 'command', pass: true });
  });

  it('fails on exit code 1, with the first line of its output as the reason', async () => {
    const grade = await gradeCommand(
      node('console.log("step 2 is missing\\nmore"); process.exit(1)'),
      input(''),
    );
    expect(grade).toEqual({
      kind: 'command',
      pass: false,
      tag: 'command_failed',
      why: 'step 2 is missing',
    });
  });

  it('counts every other end as a fault of the grader', async () => {
    const faults = [
      node('console.error("no database"); process.exit(2)'),
      node('process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 9999)'),
      node('require("./nowhere")'),
      { kind: 'command' as const, command: ['grasp-no-such-program'] },
      { kind: 'command' as const, command: ['node', '-e', ''], cwd: 'no-such-folder' },
    ];
    for (const spec of faults) {
      await expect(gradeCommand(spec, input('x'))).rejects.toThrow(EnvironmentFault);
    }
    await expect(
      gradeCommand(node('console.error("no database"); process.exit(2)'), input('x')),
    ).rejects.toThrow(/exit code 2.*no database/);
  });

  it('hands no shell syntax to a shell', async () => {
    writeFileSync(
      join(folder, 'args.cjs'),
      'process.exit(process.argv[2] === "$(id); echo *" ? 0 : 1)',
    );
    const spec = { kind: 'command' as const, command: ['node', 'args.cjs', '$(id); echo *'] };
    expect((await gradeCommand(spec, input(''))).pass).toBe(true);
  });

  it('does not mind a program that leaves its input unread', async () => {
    expect((await gradeCommand(node('process.exit(0)'), input('x'.repeat(5_000_000)))).pass).toBe(
      true,
    );
  });

  it('is stopped with all its children when it takes too long', async () => {
    const graded = gradeCommand(node(endless, { timeout: 2.5 }), input(''));
    const settled = expect(graded).rejects.toThrow(/took longer than 2.5 s/);
    const pids = await pidsOf();
    await settled;
    await expect(graded).rejects.toBeInstanceOf(EnvironmentFault);
    expect(await allGone(pids)).toBe(true);
  });

  it('is stopped with all its children when the run is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const graded = gradeCommand(node(endless), input('', controller.signal));
    const settled = expect(graded).rejects.toBe(reason);
    const pids = await pidsOf();
    expect(pids.every(isAlive)).toBe(true);
    controller.abort(reason);
    await settled;
    expect(await allGone(pids)).toBe(true);
  });

  it('leaves no child behind when the program itself ends', async () => {
    const script = `${endless} setTimeout(() => process.exit(0), 200)`;
    const graded = gradeCommand(node(script), input(''));
    const pids = await pidsOf();
    expect((await graded).pass).toBe(true);
    expect(await allGone(pids)).toBe(true);
  });

  it('is not even started when the run is already aborted', async () => {
    const aborted = AbortSignal.abort(new Error('gone'));
    const script = 'require("node:fs").writeFileSync("started", "")';
    await expect(gradeCommand(node(script), input('', aborted))).rejects.toThrow('gone');
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });
});

describe('a grader that leaves more behind than an answer', () => {
  it.runIf(process.platform === 'linux')('is ended with all it has detached', async () => {
    const script = `
      const {spawn} = require('node:child_process');
      const inner = "require('node:fs').writeFileSync('detached.json', String(process.pid)); setTimeout(() => {}, 60000)";
      const child = spawn(process.execPath, ['-e', inner], {detached: true, stdio: 'ignore'});
      child.unref();
      const {existsSync} = require('node:fs');
      while (!existsSync('detached.json')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);`;
    expect((await gradeCommand(node(script), input(''))).pass).toBe(true);
    const pid = Number(readFileSync(join(folder, 'detached.json'), 'utf8'));
    expect(await allGone([pid])).toBe(true);
  });

  it('sees what it needs of the environment, and nothing more', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://secret');
    vi.stubEnv('GRASP_KEY_HANDOVER', 'ticket@socket');
    vi.stubEnv('OPENAI_API_KEY', 'sk-1');
    vi.stubEnv('LANG', 'C.UTF-8');
    const script = `
      const { DATABASE_URL, GRASP_KEY_HANDOVER, OPENAI_API_KEY, LANG, PATH } = process.env;
      process.exit(!DATABASE_URL && !GRASP_KEY_HANDOVER && !OPENAI_API_KEY && LANG && PATH ? 0 : 1);`;
    expect((await gradeCommand(node(script), input(''))).pass).toBe(true);
  });
});
