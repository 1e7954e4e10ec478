import { dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { readRunConfig } from '../../common/runConfigs';
import { readRunTask } from './runTask';

const OUTPUT = 'output_dir=';

/**
 * Where the run of a task lies, or will lie; `undefined` when the command line chooses its name.
 * @throws UserError when the definition is wrong
 */
export async function runDirOf({
  definition,
  scope,
}: Pick<vscode.Task, 'definition' | 'scope'>): Promise<string | undefined> {
  if (typeof scope !== 'object') return undefined;
  const folder = scope.uri.fsPath;
  const { config, runName, resume, set } = readRunTask(definition, folder, vscode.l10n);
  if (runName === undefined) return undefined;
  // A run is resumed from the configuration in its own directory.
  if (resume === true) return dirname(join(folder, config));
  const file = await readRunConfig(join(folder, config), scope);
  const said = set?.findLast((text) => text.startsWith(OUTPUT));
  const outputDir =
    said === undefined ? file?.outputDir : resolve(folder, said.slice(OUTPUT.length));
  return outputDir === undefined ? undefined : join(outputDir, runName);
}
