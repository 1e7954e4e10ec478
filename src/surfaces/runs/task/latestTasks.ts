import type { Memento, TaskDefinition } from 'vscode';

const KEY = 'grasp.latestTasks';
/** Far more runs than can be under way at once. */
const MOST = 100;

type Stored = readonly (readonly [dir: string, definition: string])[];

/**
 * Which task was the last that a command started for a run: of all that VS Code remembers, this one writes the
 * run if anyone does. Kept over reloads of the window.
 */
export class LatestTasks {
  constructor(private readonly memory: Pick<Memento, 'get' | 'update'>) {}

  async remember(dir: string, definition: TaskDefinition): Promise<void> {
    const others = this.#stored.filter(([known]) => known !== dir);
    const all: Stored = [...others, [dir, textOf(definition)]];
    await this.memory.update(KEY, all.slice(-MOST));
  }

  isLatest(dir: string, definition: TaskDefinition): boolean {
    return this.#stored.some(([known, text]) => known === dir && text === textOf(definition));
  }

  get #stored(): Stored {
    return this.memory.get<Stored>(KEY, []);
  }
}

/** VS Code hands definitions back with properties of its own, and in another order. */
function textOf(definition: TaskDefinition): string {
  const said = Object.entries(definition).filter(
    ([key, value]) => !key.startsWith('_') && value !== undefined,
  );
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}
