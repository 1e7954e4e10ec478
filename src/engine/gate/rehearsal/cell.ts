/** One kind of update to rehearse the gate on. */

/**
 * Even: every rollout of every sample flips at this rate, or at one rate for samples that pass and one for those
 * that fail. Uneven: a tenth of the samples is a coin, the rest is steady.
 */
export type Noise = 'uneven' | number | { readonly passing: number; readonly failing: number };

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

export function nameOf({ probes, candidates, noise, effect, breaks }: Cell): string {
  const what = `${effect * 100} % fixed${breaks ? ', 10 % broken' : ''}`;
  return `N ${probes}, K ${candidates}, ${nameOfNoise(noise)}, ${what}`;
}

export function nameOfNoise(noise: Noise): string {
  if (noise === 'uneven') return 'uneven';
  const [first, second] = typeof noise === 'number' ? [noise] : [noise.passing, noise.failing];
  const percent = (rate: number): string => `${Math.round(rate * 100)} %`;
  return second === undefined ? percent(first) : `${percent(first)} / ${percent(second)}`;
}
