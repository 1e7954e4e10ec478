import { wordsOf } from '../../../engine/skill/tokens';
import type { Sample } from '../../../engine/types';
import type { MeasuredProbe } from '../lab/measurement';
import { sharedWords } from './sections';

/**
 * Probes in the order in which their outcome is of interest: those that failed last, then those that are not
 * known, then the others; among them first those that have most to do with the sections that were touched.
 */
export function probeOrder(
  samples: readonly Pick<Sample, 'id' | 'description'>[],
  last: ReadonlyMap<string, Pick<MeasuredProbe, 'after'>>,
  touched: string,
): readonly string[] {
  const words = new Set(wordsOf(touched));
  return samples
    .map(({ id, description }) => ({
      id,
      rank: rankOf(last.get(id)),
      shared: words.size === 0 ? 0 : sharedWords(words, description),
    }))
    .sort((a, b) => a.rank - b.rank || b.shared - a.shared)
    .map(({ id }) => id);
}

function rankOf(probe: Pick<MeasuredProbe, 'after'> | undefined): number {
  if (probe === undefined || probe.after.passed === null) return 1;
  return probe.after.passed ? 2 : 0;
}
