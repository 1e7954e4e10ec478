import { existsSync } from 'node:fs';
import type { Task } from '../engine/ports';
import { CasesTask } from '../tasks/cases';
import { QuickstartTask } from '../tasks/quickstart';
import { UserError } from '../util/errors';
import type { LoadedConfig } from './loadRunConfig';
import { pathsCountFrom } from './pathsCountFrom';

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
export async function createTask(loaded: LoadedConfig): Promise<ConfiguredTask> {
  const { task } = loaded.config;
  switch (task.kind) {
    case 'quickstart':
      return {
        task: new QuickstartTask({ seed: task.seed }),
        callsPerRollout: { least: 1, typical: 2, most: 8 },
      };
    case 'cases': {
      const cases = await casesTask(loaded, task);
      return {
        task: cases,
        callsPerRollout: { least: 1, typical: 1 + cases.judgeCalls, most: 1 + cases.judgeCalls },
      };
    }
  }
}

/** A suite that is not there is a mistake of the config, not of the suite. */
async function casesTask(
  loaded: LoadedConfig,
  { suite, allow_commands, splits }: Extract<LoadedConfig['config']['task'], { kind: 'cases' }>,
): Promise<CasesTask> {
  const file = loaded.pathOf(suite);
  if (!existsSync(file)) {
    throw new UserError(`task.suite: there is no file ${suite}`, {
      place: loaded.placeOf(['task', 'suite']),
      fix: pathsCountFrom(loaded),
    });
  }
  return CasesTask.fromFile(file, { allowCommands: allow_commands, splits });
}
