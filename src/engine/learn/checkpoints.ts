import type { Library } from '../skill/library';
import type { RunContext } from './context';
import type { EpochLabel } from './events';
import type { LibraryState } from './overrides';

/** Remembers the library that did best on val. */
export class Checkpoints {
  #best: { readonly epoch: EpochLabel; readonly state: LibraryState } | null = null;
  #score = 0;

  constructor(private readonly context: RunContext) {}

  /** `null` when no library ever scored above zero, or above the one the run started from. */
  get best(): { readonly epoch: EpochLabel; readonly state: LibraryState } | null {
    return this.#best;
  }

  /** Only a strictly better score replaces the best so far: of equals, the earlier library is the smaller change. */
  offer(epoch: EpochLabel, score: number, state: LibraryState): void {
    const first = this.#best === null && epoch === 'baseline';
    if (score <= this.#score && !first) return;
    this.#score = score;
    this.#best = { epoch, state };
    this.context.store.record({
      type: 'checkpoint.saved',
      key: `checkpoint.saved|${epoch}`,
      epoch,
      score,
      files: filesOf(state.library),
    });
  }
}

function filesOf(library: Library): Readonly<Record<string, string>> {
  return Object.fromEntries(library.files());
}
