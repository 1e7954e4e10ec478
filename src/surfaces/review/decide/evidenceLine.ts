import { measuredLine } from '../../../engine/learn/measuredLine';
import type { ProbeOutcome } from '../../../engine/types';
import type { Rerun } from './rerun';

/** What was measured, in the words that are kept in files: not translated. */
export function evidenceLine(outcomes: readonly ProbeOutcome[], rerun?: Rerun): string | undefined {
  const lines = [measuredLine(outcomes), rerun && ofRerun(rerun)].filter(
    (line) => line !== undefined,
  );
  return lines.length === 0 ? undefined : lines.join('; ');
}

export function ofRerun({ passed, evaluated, fixed, regressed, isOwn }: Rerun): string {
  const what = isOwn ? "re-run on the author's version" : 're-run';
  return `${what}: ${passed}/${evaluated}, ${fixed} fixed, ${regressed} regressed`;
}
