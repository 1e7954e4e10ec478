/** Runs mocha inside the extension host: what VS Code is given as `extensionTestsPath`. */
import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { runnerVariables, type SuiteResult } from '../results';

const testTimeoutMs = 60_000;

/** VS Code calls this, and takes a rejection for a failed run. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: 'base' });
  const suites = JSON.parse(process.env[runnerVariables.suites] ?? '[]') as string[];
  for (const suite of suites) mocha.addFile(suite);

  const results: SuiteResult[] = [];
  const keep = (test: Mocha.Runnable, state: SuiteResult['state'], error?: Error): void => {
    const path = test.titlePath();
    results.push({ path, state, ...(error ? { error: error.stack ?? error.message } : {}) });
  };
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => keep(test, 'passed'))
      .on('pending', (test) => keep(test, 'skipped'))
      .on('fail', (test, error: Error) => keep(test, 'failed', error));
  });
  const file = process.env[runnerVariables.results];
  if (file === undefined) throw new Error(`${runnerVariables.results} names no file.`);
  await writeFile(file, JSON.stringify(results, null, 2));
  if (failures > 0) throw new Error(`${failures} failed`);
}
