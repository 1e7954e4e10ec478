import type { ProbeOutcome } from '../../../engine/types';
import type { Rerun } from './rerun';

/** What was measured, in the words that are kept in files: not translated. */
export function evidenceLine(outcomes: readonly ProbeOutcome[], rerun?: Rerun): string | undefined {
  const lines = [ofRun(outcomes), rerun && ofRerun(rerun)].filter((line) => line !== undefined);
  return lines.length === 0 ? undefined : lines.join('; ');
}

function ofRun(outcomes: readonly ProbeOutcome[]): string | undefined {
  if (outcomes.length === 0) return undefined;
  const count = (kind: ProbeOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length;
  const open = count('not evaluated');
  const rest = open === 0 ? '' : ` (${open} not run)`;
  return `${count('fixed')} fixed, ${count('regressed')} regressed of ${probes(outcomes.length)}${rest}`;
}

export function ofRerun({ passed, evaluated, fixed, regressed, isOwn }: Rerun): string {
  const what = isOwn ? "re-run on the author's version" : 're-run';
  return `${what}: ${passed}/${evaluated}, ${fixed} fixed, ${regressed} regressed`;
}

function probes(n: number): string {
  return n === 1 ? '1 probe' : `${n} probes`;
}
