/** Review edits for tests, made as the book makes them. */
import type { CandidateJudged, Decision } from '../../../engine/learn/events';
import { emptyRun } from '../../../store/runState';
import { plainWords } from '../../common/plainWords';
import { FitCache } from '../fitCache';
import { makeEdit, type EditFacts } from '../makeEdit';
import type { ReviewEdit } from '../reviewEdit';
import type { LibrarySnapshot } from './librarySnapshot';

export function reviewEdit(
  judged: CandidateJudged,
  skills: LibrarySnapshot | undefined,
  more: Partial<EditFacts> & { readonly said?: Partial<Decision> } = {},
): ReviewEdit {
  const { said, ...facts } = more;
  const root = '/ws/runs';
  const run = { dir: `${root}/first`, name: 'first', root, isOpened: false, changed: 0 };
  const words = new Map<string, Decision>(
    said ? [[judged.id, { edit: judged.id, decision: 'accept', at: '', ...said }]] : [],
  );
  return makeEdit(
    {
      key: `${run.dir}#${judged.id}`,
      run,
      state: emptyRun,
      candidate: { judged, isApplied: false },
      words,
      isWaitedFor: false,
      libraryDir: skills ? '/ws/skills' : undefined,
      skills,
      draft: undefined,
      rerun: undefined,
      ...facts,
    },
    new FitCache(),
    plainWords,
  );
}
