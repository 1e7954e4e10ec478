/**
 * Suites in a desktop VS Code, with a profile of their own. Not by `runTests` of `@vscode/test-electron`: that one
 * trusts every workspace.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cleanEnv } from './cleanEnv';
import { repository } from './places';
import { Profile } from './profile';
import type { SuiteRun } from './runSuites';

export async function runInDesktop(executable: string, run: SuiteRun): Promise<void> {
  const profile = await Profile.create({ settings: run.settings, trusted: run.trusted });
  const log = createWriteStream(run.logFile);
  try {
    for (const extension of run.linked ?? []) await profile.link(extension);
    const args = [
      run.folder,
      `--extensionDevelopmentPath=${repository}`,
      `--extensionTestsPath=${run.runner}`,
      `--user-data-dir=${profile.data}`,
      `--extensions-dir=${profile.extensions}`,
      ...['--disable-updates', '--skip-welcome', '--skip-release-notes'],
      ...['--no-sandbox', '--disable-gpu-sandbox'],
      ...(run.trusted ? ['--disable-workspace-trust'] : []),
    ];
    const child = spawn(executable, args, {
      env: cleanEnv(run.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    // Whether tests have failed is told by the results; a program that cannot be started leaves none.
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    log.write(`${executable} ended with ${code}\n`);
  } finally {
    await new Promise((resolve) => log.end(resolve));
    await profile.remove();
  }
}
