/**
 * Runs in the extension host, as its suite: activates both extensions and takes down what VS Code measured, from
 * the report behind "Developer: Startup Performance". An extension cannot take its own load time, and a `require`
 * of the bundle by somebody else would find a warm compiler.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from '../inHost/support';
import { runnerVariables } from '../results';
import { activationTimes, type ActivationTimes } from './activationTimes';

/** A window has drawn itself, and its own extensions have started, when the machine has little to do for so long. */
const restMs = 2_000;
const idleShare = 0.8;
const longestMs = 90_000;

export async function run(): Promise<void> {
  const ids = JSON.parse(process.env[runnerVariables.suites] ?? '[]') as string[];
  await rest();
  for (const id of ids) await vscode.extensions.getExtension(id)?.activate();
  await vscode.commands.executeCommand('perfview.show');
  const times = await until('the report of VS Code on its start', async () => {
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    const found = ids.map((id) => activationTimes(report?.getText() ?? '', id));
    const isComplete = found.every((each): each is ActivationTimes => each !== undefined);
    return isComplete ? found : undefined;
  });
  const file = process.env[runnerVariables.results];
  if (file !== undefined) await writeFile(file, JSON.stringify(times));
}

/** Waits until most of the machine's time is idle; one that never rests is measured as it is. */
async function rest(): Promise<void> {
  for (const deadline = Date.now() + longestMs; Date.now() < deadline;) {
    const before = processorTime();
    await setTimeout(restMs);
    const after = processorTime();
    if ((after.idle - before.idle) / (after.all - before.all) >= idleShare) return;
  }
}

function processorTime(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (of: (each: (typeof times)[number]) => number): number =>
    times.reduce((total, each) => total + of(each), 0);
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  };
}
