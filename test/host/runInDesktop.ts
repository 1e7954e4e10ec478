/** Suites in a desktop VS Code, with a profile of their own. */
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { appendFile } from 'node:fs/promises';
import { repository } from './places';
import { Profile } from './profile';
import type { SuiteRun } from './runSuites';

export async function runInDesktop(executable: string, run: SuiteRun): Promise<void> {
  const profile = await Profile.create({ settings: run.settings, trusted: run.trusted });
  try {
    for (const extension of run.linked ?? []) await profile.link(extension);
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: repository,
      extensionTestsPath: run.runner,
      extensionTestsEnv: run.env,
      launchArgs: [
        run.folder,
        `--user-data-dir=${profile.data}`,
        `--extensions-dir=${profile.extensions}`,
        ...['--disable-updates', '--skip-welcome', '--skip-release-notes', '--no-sandbox'],
        ...(run.trusted ? ['--disable-workspace-trust'] : []),
      ],
    });
  } catch (error) {
    // A failed test ends the editor with 1; the results tell which. Without results there is at least this.
    if (!(error instanceof TestRunFailedError)) throw error;
    await appendFile(run.logFile, `${executable}: ${error.message}\n`);
  } finally {
    await profile.remove();
  }
}
