import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { makeWorkspace, type Workspace } from '../../support/workspace';
import { Workbench, type WorkbenchOptions } from './workbench';

export interface BenchOptions extends Omit<WorkbenchOptions, 'folder' | 'shots'> {
  readonly workspace?: () => Promise<Workspace>;
}

export interface Bench {
  readonly workbench: Workbench;
  readonly workspace: Workspace;
}

/** One workbench for all tests of a file, or of a `describe`. See workbench.ts for how to write a test. */
export function useWorkbench(options: BenchOptions = {}): () => Bench {
  const { workspace: make = makeWorkspace, ...rest } = options;
  let bench: Bench | undefined;
  let shots = '';
  const current = (): Bench => {
    if (bench === undefined) throw new Error('The workbench has not started yet.');
    return bench;
  };

  beforeAll(async () => {
    const file = expect.getState().testPath ?? 'test';
    shots = path.join(path.dirname(file), 'shots', path.basename(file, '.test.ts'));
    const workspace = await make();
    try {
      const workbench = await Workbench.start({ ...rest, folder: workspace.folder, shots });
      bench = { workbench, workspace };
    } catch (error) {
      await workspace.remove();
      throw error;
    }
  });

  afterEach(async ({ task }) => {
    const { workbench } = current();
    const problems = await workbench.problems.take();
    if (task.result?.state === 'fail' || problems.length > 0) {
      await workbench.screenshot(`failed-${task.name}`).catch(() => undefined);
      await workbench.problems.keepLogs(shots);
    }
    expect(problems, 'errors of ours').toEqual([]);
  });

  afterAll(async () => {
    await bench?.workbench.stop();
    await bench?.workspace.remove();
  });

  return current;
}
