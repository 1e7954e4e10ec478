import type { CandidateJudged, Decision } from '../../../engine/learn/events';
import { changeOf } from '../inline/hunks';
import { choicesOf } from '../inline/shownSide';
import { acceptedParts, partsOf, type Part } from './parts';

/** Did the author accept some hunks of the proposal, and nothing of their own? */
export function isPart(
  judged: Pick<CandidateJudged, 'edits' | 'before' | 'after'>,
  said: Pick<Decision, 'decision' | 'files'> | undefined,
): boolean {
  if (said?.decision !== 'accept' || said.files === undefined) return false;
  const offered = partsOf(judged);
  return acceptedParts(judged, said).every((part, i) => {
    const known = new Set(hunksOf(offered[i] ?? part));
    return hunksOf(part).every((hunk) => known.has(hunk));
  });
}

function hunksOf({ name, base, next }: Part): readonly string[] {
  if (base === next) return [];
  const { hunks } = changeOf({ name, action: 'MODIFY', base, proposed: next });
  return choicesOf(hunks).map(({ id }) => id);
}
