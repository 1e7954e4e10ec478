/** Runs bundled suites in a real extension host, whichever is to be had, and brings their results back. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleSuites } from './bundleSuites';
import { chooseHost } from './chooseHost';
import { hostKinds, type HostKind, type HostKindName } from './kinds';
import { scratch } from './places';
import { runnerVariables, type SuiteResult } from './results';
import { runInDesktop } from './runInDesktop';
import { runServed } from './runServed';
import type { Settings } from './profile';

/** What either host needs to know. */
export interface SuiteRun {
  readonly folder: string;
  readonly runner: string;
  readonly trusted: boolean;
  readonly settings: Settings;
  /** Extensions that are installed besides ours. */
  readonly linked?: readonly string[];
  /** For the extension host: says which suites to run and where to put the results. */
  readonly env: Readonly<Record<string, string>>;
  /** Whatever the host says goes here, for whoever wonders why it did not answer. */
  readonly logFile: string;
}

export async function runSuites(
  kind: HostKindName,
  suites: readonly string[],
): Promise<SuiteResult[]> {
  const host = await chooseHost();
  const bundled = await bundleSuites(kind, suites);
  const { trusted, settings, linked = [], makeWorkspace }: HostKind = hostKinds[kind];
  const folder = path.join(scratch, 'host', kind);
  const results = path.join(folder, 'results.json');
  const logFile = path.join(folder, 'host.log');
  await mkdir(folder, { recursive: true });
  await rm(results, { force: true });
  const workspace = await makeWorkspace();
  try {
    const run: SuiteRun = {
      folder: workspace.folder,
      runner: bundled.runner,
      trusted,
      settings,
      linked,
      env: {
        [runnerVariables.results]: results,
        [runnerVariables.suites]: JSON.stringify(bundled.suites),
      },
      logFile,
    };
    await (host.kind === 'desktop' ? runInDesktop(host.executable, run) : runServed(run));
    const text = await readFile(results, 'utf8').catch(() => {
      throw new Error(`The suites never ended; the host's own words are in ${logFile}`);
    });
    return JSON.parse(text) as SuiteResult[];
  } finally {
    await workspace.remove();
  }
}
