/** One simulated update: what its samples are, what its candidates do to them, and rollouts that flip by chance. */
import type { Episode } from '../../learn/episode';
import type { PythonRandom } from '../../random';
import type { Cell, Noise } from './cell';

/** `null`: the current library. */
export type Arm = number | null;

const STEPS = 1_000_000;
const UNEVEN_SHARE = 0.1;

const transcript = { at: 0, bytes: 0 };
const pass: Episode = { kind: 'evaluated', status: 'completed', correct: true, transcript };
const fail: Episode = { kind: 'evaluated', status: 'completed', correct: false, transcript };

export class World {
  /** Which candidate does something; `null` if none does. */
  readonly real: number | null;
  readonly #turned: ReadonlySet<number>;
  readonly #flips: readonly number[];
  readonly #first: readonly (readonly Episode[])[];

  constructor(
    readonly cell: Cell,
    private readonly rng: PythonRandom,
  ) {
    const { probes, candidates, noise, effect, breaks } = cell;
    const half = probes / 2;
    const all = Array.from({ length: probes }, (_, i) => i);
    const coins =
      noise === 'uneven' ? new Set(rng.sample(all, Math.round(UNEVEN_SHARE * probes))) : null;
    this.#flips = all.map((i) =>
      coins ? (coins.has(i) ? 0.5 : 0) : rateOf(noise, this.passes(i)),
    );
    // What is a coin with the current library is one with any other.
    const turnable = (passing: boolean): number[] =>
      all.filter((i) => this.passes(i) === passing && !coins?.has(i));
    const draw = (from: number[], n: number): number[] =>
      rng.sample(from, Math.min(n, from.length));
    this.#turned = new Set([
      ...draw(turnable(false), Math.round(effect * half)),
      ...draw(turnable(true), breaks ? Math.max(1, Math.round(half / 10)) : 0),
    ]);
    this.real = this.#turned.size > 0 ? rng.below(candidates) : null;
    const arms: Arm[] = [null, ...Array.from({ length: candidates }, (_, k) => k)];
    this.#first = arms.map((arm) => all.map((i) => this.rollout(arm, i)));
  }

  /** Does the sample truly pass with the current library? */
  passes(sample: number): boolean {
    return sample >= this.cell.probes / 2;
  }

  /** The first pass is the same for every gate that is measured on this update. */
  first(arm: Arm, sample: number): Episode {
    return this.#first[arm === null ? 0 : arm + 1]?.[sample] ?? fail;
  }

  rollout(arm: Arm, sample: number): Episode {
    const turned = arm !== null && arm === this.real && this.#turned.has(sample);
    const flip = happens(this.#flips[sample] ?? 0, this.rng);
    return (this.passes(sample) !== turned) !== flip ? pass : fail;
  }
}

/** Samples rolled out twice, as a run pools them; half of them passing. */
export function drawRepeats(noise: Noise, repeats: number, rng: PythonRandom): boolean[][] {
  return Array.from({ length: repeats }, (_, i) => {
    const passes = i < repeats / 2;
    const isCoin = i % 20 < 20 * UNEVEN_SHARE;
    const rate = noise === 'uneven' ? (isCoin ? 0.5 : 0) : rateOf(noise, passes);
    return [passes !== happens(rate, rng), passes !== happens(rate, rng)];
  });
}

function happens(rate: number, rng: PythonRandom): boolean {
  return rate > 0 && rng.below(STEPS) < rate * STEPS;
}

function rateOf(noise: Noise, passes: boolean): number {
  if (noise === 'uneven') return 0;
  return typeof noise === 'number' ? noise : passes ? noise.passing : noise.failing;
}
