import type { ProbeOutcome } from '../types';

/**
 * What the probes of a candidate showed, in one line: `2 fixed, 1 regressed of 8 probes (3 not run)`. It is kept
 * with decisions against the gate, in files that are read by people.
 */
export function measuredLine(outcomes: readonly ProbeOutcome[]): string | undefined {
  if (outcomes.length === 0) return undefined;
  const count = (kind: ProbeOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length;
  const open = count('not evaluated');
  const rest = open === 0 ? '' : ` (${open} not run)`;
  const probes = outcomes.length === 1 ? '1 probe' : `${outcomes.length} probes`;
  return `${count('fixed')} fixed, ${count('regressed')} regressed of ${probes}${rest}`;
}
