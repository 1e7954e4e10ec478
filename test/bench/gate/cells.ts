/** The grid the gate is measured on. */

/** Even: every rollout of every sample flips at this rate. Uneven: a tenth of the samples is a coin, the rest is steady. */
export type Noise = 'uneven' | number;

export interface Cell {
  /** Probes, half of them truly failing. */
  readonly probes: number;
  readonly candidates: number;
  readonly noise: Noise;
  /** Share of the failing half that one of the candidates fixes; the others do nothing. */
  readonly effect: number;
  /** Does that candidate break a tenth of the passing half as well? */
  readonly breaks: boolean;
}

export const probeSizes = [8, 20, 36, 72] as const;
export const candidateCounts = [1, 3, 4, 8] as const;
export const noises: readonly Noise[] = [0, 0.02, 0.05, 0.1, 0.2, 'uneven'];
export const effects = [0, 0.2, 0.4, 0.6] as const;

export const grid: readonly Cell[] = probeSizes.flatMap((probes) =>
  candidateCounts.flatMap((candidates) =>
    noises.flatMap((noise) =>
      effects.flatMap((effect) =>
        [false, true].map((breaks) => ({ probes, candidates, noise, effect, breaks })),
      ),
    ),
  ),
);

export function nameOf({ probes, candidates, noise, effect, breaks }: Cell): string {
  const what = `${effect * 100} % fixed${breaks ? ', 10 % broken' : ''}`;
  return `N ${probes}, K ${candidates}, ${nameOfNoise(noise)}, ${what}`;
}

export function nameOfNoise(noise: Noise): string {
  return noise === 'uneven' ? 'uneven' : `${Math.round(noise * 100)} %`;
}
