/** Spreads the cells over processes. */
import { fork } from 'node:child_process';
import type { Cell } from '../../../src/engine/gate/rehearsal/cell';
import { simulate, type CellResult } from '../../../src/engine/gate/rehearsal/simulate';

interface Job {
  readonly index: number;
  readonly cell: Cell;
  readonly updates: number;
  readonly seed: string;
}

interface Done {
  readonly index: number;
  readonly result: CellResult;
}

/** Runs this script again as workers, which {@link serve} jobs. Results are in the order of the cells. */
export async function simulateAll(
  cells: readonly Cell[],
  options: {
    readonly updates: number;
    readonly seed: string;
    readonly processes: number;
    readonly onDone: (finished: number) => void;
  },
): Promise<readonly CellResult[]> {
  const { updates, seed, processes, onDone } = options;
  const results: CellResult[] = [];
  let next = 0;
  let finished = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(process.argv[1] ?? '', ['--worker']);
      const give = (): void => {
        const index = next++;
        const cell = cells[index];
        if (cell) child.send({ index, cell, updates, seed } satisfies Job);
        else child.disconnect();
      };
      child.on('message', ({ index, result }: Done) => {
        results[index] = result;
        onDone(++finished);
        give();
      });
      child.on('error', reject);
      child.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`a worker ended with ${code}`));
      });
      give();
    });
  await Promise.all(Array.from({ length: processes }, work));
  return results;
}

export function serve(): void {
  process.on('message', ({ index, cell, updates, seed }: Job) => {
    process.send?.({ index, result: simulate(cell, updates, seed) } satisfies Done);
  });
}
