import type { Task } from '../engine/ports';
import { CasesTask } from '../tasks/cases';
import { QuickstartTask } from '../tasks/quickstart';
import type { LoadedConfig } from './loadRunConfig';

/** A task, and how many model calls one of its rollouts takes; for estimates. */
export interface ConfiguredTask {
  readonly task: Task;
  readonly callsPerRollout: {
    readonly least: number;
    readonly typical: number;
    readonly most: number;
  };
}

/** @throws UserError when what the task needs cannot be read. */
export async function createTask({
  config,
  pathOf,
}: Pick<LoadedConfig, 'config' | 'pathOf'>): Promise<ConfiguredTask> {
  const { task } = config;
  switch (task.kind) {
    case 'quickstart':
      return {
        task: new QuickstartTask({ seed: task.seed }),
        callsPerRollout: { least: 1, typical: 2, most: 8 },
      };
    case 'cases':
      return {
        task: await CasesTask.fromFile(pathOf(task.suite), { allowCommands: task.allow_commands }),
        callsPerRollout: { least: 1, typical: 1, most: 1 },
      };
  }
}
