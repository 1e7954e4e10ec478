import type { Edit } from '../../../engine/types';
import type { CandidateState } from '../../../store/runState';
import { plainLine } from '../../common/markdown';
import type { Localizer } from '../words';
import type { Description } from './describeRun';

/** What the author decided, as far as it is known outside of the run. */
export type Decided = 'pending' | 'accepted' | 'rejected';

/** `MODIFY read_the_bundle`; a pair is `REMOVE a + ADD b`. */
export function editsTitle(
  edits: readonly Pick<Edit, 'action' | 'name'>[],
  l10n: Localizer,
): string {
  if (edits.length === 0) return l10n.t('no edit');
  return edits.map(({ action, name }) => `${action} ${plainLine(name, 80)}`).join(' + ');
}

/** The verdict, fixes and regressions, and the author's own word where it differs. */
export function describeCandidate(
  candidate: CandidateState,
  decided: Decided | undefined,
  l10n: Localizer,
): Description {
  const { judged, isApplied } = candidate;
  const { fixes, regressions } = judged.score;
  const own = authorsWord(candidate, decided, l10n);
  const parts = [
    verdictWord(candidate, l10n),
    judged.verdict === 'inconclusive' && fixes + regressions === 0
      ? undefined
      : `+${fixes} −${regressions}`,
    own ?? (isApplied ? l10n.t('applied') : undefined),
  ];
  return { description: parts.filter(Boolean).join(' · '), ...verdictIcon(candidate, own !== undefined) };
}

export function verdictWord({ judged }: CandidateState, l10n: Localizer): string {
  switch (judged.verdict) {
    case 'accepted':
      return l10n.t('accepted');
    case 'rejected':
      return l10n.t('rejected');
    case 'revise':
      return l10n.t('to be revised');
    case 'inconclusive':
      return l10n.t('inconclusive');
  }
}

/** Set when the author decided otherwise than the gate; agreement needs no words. */
function authorsWord(
  candidate: CandidateState,
  decided: Decided | undefined,
  l10n: Localizer,
): string | undefined {
  const gate = candidate.judged.verdict;
  const said = decided ?? takenUp(candidate);
  if (said === 'accepted' && gate !== 'accepted') return l10n.t('accepted by you');
  if (said === 'rejected' && gate === 'accepted') return l10n.t('rejected by you');
  return undefined;
}

function takenUp({ decision }: CandidateState): Decided | undefined {
  if (decision === undefined || decision.effect === 'stale') return undefined;
  switch (decision.decision.decision) {
    case 'accept':
      return 'accepted';
    case 'reject':
      return 'rejected';
    case 'undo':
      return 'pending';
  }
}

function verdictIcon(
  { judged }: CandidateState,
  isOverridden: boolean,
): Pick<Description, 'icon' | 'colour'> {
  if (isOverridden) return { icon: 'person', colour: 'charts.blue' };
  switch (judged.verdict) {
    case 'accepted':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'rejected':
      return { icon: 'circle-slash', colour: 'testing.iconFailed' };
    case 'revise':
      return { icon: 'history', colour: 'testing.iconQueued' };
    case 'inconclusive':
      return { icon: 'question', colour: 'testing.iconQueued' };
  }
}
