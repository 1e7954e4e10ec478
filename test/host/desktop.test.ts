/** Where a desktop VS Code is there, suites run in it; what it is told is tried on a program that notes it down. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { repository } from './places';
import { runInDesktop } from './runInDesktop';
import type { SuiteRun } from './runSuites';

let folder: string;
let program: string;
let run: SuiteRun;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'desktop-'));
  program = path.join(folder, 'code.mjs');
  run = {
    folder,
    runner: '/somewhere/runner.js',
    trusted: true,
    settings: {},
    env: { TOLD: path.join(folder, 'told.json') },
    logFile: path.join(folder, 'host.log'),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ends with this code, as VS Code does with 1 when a test has failed. */
async function writeProgram(code: number): Promise<void> {
  await writeFile(
    program,
    `#!${process.execPath}
     import { writeFileSync } from 'node:fs';
     writeFileSync(process.env.TOLD, JSON.stringify(process.argv.slice(2)));
     process.exit(${code});`,
  );
  await chmod(program, 0o755);
}

async function told(): Promise<string[]> {
  return JSON.parse(await readFile(path.join(folder, 'told.json'), 'utf8')) as string[];
}

describe('a desktop VS Code', () => {
  it('is taken when VSCODE_EXECUTABLE names one', async () => {
    vi.stubEnv('VSCODE_EXECUTABLE', program);
    vi.resetModules();
    const { chooseHost } = await import('./chooseHost');
    expect(await chooseHost()).toEqual({ kind: 'desktop', executable: program });
    vi.unstubAllEnvs();
  });

  it('is told the workspace, the extension and the suites, and to trust or not', async () => {
    await writeProgram(0);
    await runInDesktop(program, run);
    const args = await told();
    expect(args).toContain(folder);
    expect(args).toContain(`--extensionDevelopmentPath=${repository}`);
    expect(args).toContain('--extensionTestsPath=/somewhere/runner.js');
    expect(args).toContain('--disable-workspace-trust');
    await runInDesktop(program, { ...run, trusted: false });
    expect(await told()).not.toContain('--disable-workspace-trust');
  });

  it('may end with failed tests: the results say which', async () => {
    await writeProgram(1);
    await runInDesktop(program, run);
    expect(await readFile(run.logFile, 'utf8')).toContain('1');
  });
});
