import type { Library } from '../skill/library';
import type { RunContext } from './context';
import type { EpochLabel } from './events';
import type { LibraryState } from './overrides';
import type { ValScore } from './validation';

interface Checkpoint {
  readonly epoch: EpochLabel;
  readonly state: LibraryState;
}

/** A library and how it did on val. */
export interface Offer extends Checkpoint {
  readonly val: ValScore;
  /** Does the agent's luck decide val scores too? As known when the library was complete, not when it was scored. */
  readonly isByChance: boolean;
}

/** Up to so many val samples more or fewer are luck, where the agent is not repeatable. */
const LUCK = 1;

/** Remembers the library that did best on val. */
export class Checkpoints {
  #best: Checkpoint | null = null;
  #score = 0;

  constructor(private readonly context: RunContext) {}

  /** `null` when no library ever scored above zero, or above the one the run started from. */
  get best(): Checkpoint | null {
    return this.#best;
  }

  offer(offered: Offer): void {
    const { epoch, state } = offered;
    const { score } = offered.val;
    if (!this.#isBetter(offered)) return;
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

  /**
   * Only a strictly better score replaces the best so far: of equals, the earlier library is the smaller change.
   * Where scores are a matter of luck, every edit of the later library was confirmed by itself, and one val sample
   * does not outweigh that: it is the better one unless it loses more than luck explains.
   */
  #isBetter({ epoch, val: { score, total }, state, isByChance }: Offer): boolean {
    if (this.#best === null && epoch === 'baseline') return true;
    if (score > this.#score) return true;
    if (score === 0 || !isByChance || state.library === this.#best?.state.library) {
      return false;
    }
    // Scores are fractions of few samples: half a sample is rounding.
    return (this.#score - score) * total < LUCK + 0.5;
  }
}

function filesOf(library: Library): Readonly<Record<string, string>> {
  return Object.fromEntries(library.files());
}
