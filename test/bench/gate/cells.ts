/** The grid the gate is measured on. */

import type { Cell, Noise } from '../../../src/engine/gate/rehearsal/cell';

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
