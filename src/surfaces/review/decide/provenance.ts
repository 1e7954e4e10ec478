import type { CandidateJudged } from '../../../engine/learn/events';
import type { Override, Provenance } from '../../../engine/types';
import { own } from './parts';
import { readSkill } from './skillReader';

/** Why the author's skill is what it is: as the run would have written it, and what the author decided. */
export function provenanceOf(
  judged: CandidateJudged,
  name: string,
  more: { readonly override?: Override; readonly isOwn?: boolean; readonly evidence?: string } = {},
): Provenance {
  const text = own(judged.after, name);
  const proposed = typeof text === 'string' ? (readSkill(text).provenance ?? {}) : {};
  // These tell of the run's library; the author's has versions of its own.
  const { action: _action, parent_version: _version, override: _override, ...rest } = proposed;
  const { override, isOwn = false, evidence } = more;
  return {
    ...rest,
    ...(isOwn ? { edited_by: 'author' } : {}),
    ...(override ? { override } : {}),
    ...(evidence === undefined || override ? {} : { evidence }),
  };
}
