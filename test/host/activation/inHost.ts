/**
 * Runs in the extension host, as its suite: activates both extensions and takes down what VS Code measured, from
 * the report behind "Developer: Startup Performance". An extension cannot take its own load time, and a `require`
 * of the bundle by somebody else would find a warm compiler.
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from '../inHost/support';
import { runnerVariables } from '../results';
import { activationTimes, type ActivationTimes } from './activationTimes';

/** By then a window has long drawn itself, and its own extensions have started. */
const restMs = 5_000;

export async function run(): Promise<void> {
  const ids = JSON.parse(process.env[runnerVariables.suites] ?? '[]') as string[];
  await setTimeout(restMs);
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
