/** What a run learns about how repeatable its agent is, and which repeat of a rollout comes next. */
import { calibrate, isDeterministic, type Calibration } from '../gate/calibration';
import type { Model } from '../ports';
import type { Library } from '../skill/library';
import type { Entry } from './entry';
import type { Episode } from './episode';

/**
 * Pools rollouts of the same sample with the same library. Only rollouts count for which the model was asked, and
 * none of a confirmation: what is repeated there was chosen by how it had come out.
 */
export class Repeatability {
  readonly #isDeclared: boolean;
  /** Libraries are values: the same one is the same object. */
  readonly #seen = new Map<Library, Map<string, boolean[]>>();
  readonly #repeats = new Map<string, number>();

  /** @param firstRepeat The first repeat index that no ordinary rollout uses. */
  constructor(
    agent: Model,
    judge: Model | undefined,
    private readonly firstRepeat: number,
  ) {
    this.#isDeclared = agent.isRepeatable === true && judge?.isRepeatable !== false;
  }

  get calibration(): Calibration {
    const groups = [...this.#seen.values()].flatMap((samples) => [...samples.values()]);
    return { ...calibrate(groups), ...(this.#isDeclared ? { deterministic: true } : {}) };
  }

  get isDeterministic(): boolean {
    return isDeterministic(this.calibration);
  }

  /** Rollouts of a batch. */
  observeEntries(entries: readonly Entry[]): void {
    for (const { sample, correct, library, isFresh } of entries) {
      if (correct !== null && isFresh) this.#add(library, sample, correct);
    }
  }

  /** Rollouts of a probe set with the library that is in force. */
  observeBaseline(library: Library, baseline: ReadonlyMap<string, Episode>): void {
    for (const [sample, episode] of baseline) {
      if (episode.kind === 'evaluated' && episode.isFresh === true)
        this.#add(library, sample, episode.correct);
    }
  }

  /** A repeat index that this sample has not had in this run: no earlier reply may answer for it. */
  nextRepeat(sample: string): number {
    const next = this.#repeats.get(sample) ?? this.firstRepeat;
    this.#repeats.set(sample, next + 1);
    return next;
  }

  #add(library: Library, sample: string, correct: boolean): void {
    const samples = this.#seen.get(library) ?? new Map<string, boolean[]>();
    this.#seen.set(library, samples);
    const outcomes = samples.get(sample) ?? [];
    samples.set(sample, outcomes);
    outcomes.push(correct);
  }
}
