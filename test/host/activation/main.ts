/**
 * `npm run bench:activation`: what our extension costs at the start of the editor, in the real host, next to an
 * extension that does nothing. Five starts, medians, in the milliseconds that VS Code itself measured. Neither is
 * activated before the window has come to rest: while it starts, whatever else starts would be counted too. Fails
 * at twice a budget: below that, it may have been the machine.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from '../bundleSuites';
import { chooseHost } from '../chooseHost';
import { extensionId, scratch } from '../places';
import { runnerVariables } from '../results';
import { runInDesktop } from '../runInDesktop';
import { runServed } from '../runServed';
import type { ActivationTimes } from './activationTimes';
import { emptyExtensionId, writeEmptyExtension } from './emptyExtension';

const starts = 5;
const budgets = { load: 40, activate: 30 } as const;
const ids = [extensionId, emptyExtensionId];

interface Row {
  readonly id: string;
  readonly load: number;
  readonly activate: number;
}

async function main(): Promise<void> {
  const host = await chooseHost();
  const folder = await mkdtemp(path.join(tmpdir(), 'activation-'));
  try {
    // Nothing in it that would activate ours at once.
    const workspace = path.join(folder, 'workspace');
    await mkdir(workspace);
    const empty = await writeEmptyExtension(path.join(folder, 'empty'));
    const outdir = path.join(scratch, 'host/activation');
    const [runner = ''] = await bundle([path.join(__dirname, 'inHost.ts')], outdir);
    const results = path.join(folder, 'results.json');
    const measured: ActivationTimes[][] = [];
    for (let start = 1; start <= starts; start++) {
      const run = {
        folder: workspace,
        runner,
        trusted: true,
        settings: {},
        linked: [empty],
        env: {
          [runnerVariables.results]: results,
          [runnerVariables.suites]: JSON.stringify(ids),
        },
        logFile: path.join(outdir, 'host.log'),
      };
      await (host.kind === 'desktop' ? runInDesktop(host.executable, run) : runServed(run));
      measured.push(JSON.parse(await readFile(results, 'utf8')) as ActivationTimes[]);
      await rm(results);
      console.log(`start ${start}: ${measured.at(-1)?.map(describe).join('   ')}`);
    }
    const rows = ids.map((id, index) =>
      medians(
        id,
        measured.map((each) => each[index]!),
      ),
    );
    report(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ load, call, finish }: ActivationTimes, index: number): string {
  return `${ids[index]} load ${load} ms, activate ${call + finish} ms`;
}

function medians(id: string, times: readonly ActivationTimes[]): Row {
  return {
    id,
    load: median(times.map(({ load }) => load)),
    activate: median(times.map(({ call, finish }) => call + finish)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(rows: readonly Row[]): void {
  const line = (...cells: readonly string[]): void =>
    console.log(`| ${cells.map((cell, index) => cell.padEnd(index === 0 ? 16 : 8)).join(' | ')} |`);
  // Whoever else is busy makes every figure longer: a verdict needs a machine with nothing else to do.
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  console.log(`\nMedians of ${starts} starts, in ms (${cpus().length} CPUs, load average ${busy})`);
  line('extension', 'load', 'activate');
  line('-'.repeat(16), '-'.repeat(8), '-'.repeat(8));
  for (const { id, load, activate } of rows) line(id, String(load), String(activate));
  line('budget', `<= ${budgets.load}`, `<= ${budgets.activate}`);
  const [own] = rows;
  if (own === undefined) return;
  for (const [what, budget] of Object.entries(budgets) as [keyof typeof budgets, number][]) {
    if (own[what] <= budget) continue;
    console.log(`${what} is over its budget: ${own[what]} ms of ${budget}.`);
    if (own[what] > 2 * budget) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
