/** Where pins are kept: `vscode.Memento` fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'grasp.pinnedProbes';

type Kept = Readonly<Record<string, readonly string[]>>;

/** The probes that a person chose for a skill: ids of samples, by library and skill. */
export class Pins {
  constructor(private readonly memory: Memory) {}

  of(library: string, skill: string): readonly string[] {
    const all = this.#all();
    const key = keyOf(library, skill);
    return Object.hasOwn(all, key) ? (all[key] ?? []) : [];
  }

  /** An empty list takes the pins off. */
  async pin(library: string, skill: string, samples: readonly string[]): Promise<void> {
    const key = keyOf(library, skill);
    const others = Object.entries(this.#all()).filter(([it]) => it !== key);
    const own = samples.length === 0 ? [] : [[key, [...new Set(samples)]] as const];
    await this.memory.update(KEY, Object.fromEntries([...others, ...own]));
  }

  /** What an older version, or nobody, wrote there counts as nothing. */
  #all(): Kept {
    const kept = this.memory.get(KEY);
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(
        (entry): entry is [string, string[]] =>
          Array.isArray(entry[1]) && entry[1].every((id) => typeof id === 'string'),
      ),
    );
  }
}

function keyOf(library: string, skill: string): string {
  return JSON.stringify([library, skill]);
}
