import * as vscode from 'vscode';
import { runOrigin } from '../common/runOrigin';
import type { KnownRun } from '../common/runCatalog';
import type { Surroundings } from '../common/surroundings';
import type { ExpectedCost } from './model/dashboardData';

/**
 * What the run's configuration lets expect. `null` where that cannot be told: in an untrusted workspace, for
 * published runs, and when what the configuration names is not there any more. Makes no model call.
 */
export async function estimateOf(
  { lab, log, keys }: Pick<Surroundings, 'lab' | 'log' | 'keys'>,
  run: KnownRun,
): Promise<ExpectedCost | null> {
  if (!vscode.workspace.isTrusted) return null;
  try {
    const origin = await runOrigin(run);
    if (origin === undefined) return null;
    const { config, baseDir } = origin;
    const variables = await keys.environment({ config, baseDir, quiet: true });
    const loaded = await lab.load();
    const project = await loaded.open({ config, baseDir, env: { ...process.env, ...variables } });
    const { rollouts, calls, tokens, usd } = project.estimate;
    await project.dispose();
    return { rollouts, calls, tokens, usd };
  } catch (error) {
    log.debug(`No estimate for ${run.dir}: ${String(error)}`);
    return null;
  }
}
