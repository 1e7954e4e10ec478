import { candidatesOf, type RunState } from '../../../store/runState';

/**
 * The probe set of the last update that proposed an edit of this skill: ids of its samples, failing ones
 * first as they were judged. Newest run first; `undefined` when none of them has edited it.
 */
export function lastProbesOf(
  skill: string,
  states: readonly RunState[],
): readonly string[] | undefined {
  for (const state of states) {
    const candidate = candidatesOf(state).findLast(
      ({ judged }) => judged.outcomes.length > 0 && judged.edits.some(({ name }) => name === skill),
    );
    if (candidate) return candidate.judged.outcomes.map(({ sample }) => sample);
  }
  return undefined;
}
