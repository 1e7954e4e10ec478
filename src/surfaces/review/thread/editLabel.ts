import type { l10n } from 'vscode';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { ProbeOutcome, Verdict } from '../../../engine/types';
import type { CandidateState } from '../../../store/runState';
import { plainLine } from '../../common/markdown';

type Localizer = Pick<typeof l10n, 't'>;

/** `MODIFY "read_the_bundle"`, `REMOVE "old" + ADD "new"`: plain text. */
export function editTitle({ edits }: Pick<CandidateJudged, 'edits'>): string {
  return edits.map(({ action, name }) => `${action} "${plainLine(name, 64)}"`).join(' + ');
}

export function verdictWord(verdict: Verdict, l10n: Localizer): string {
  switch (verdict) {
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

export interface Passes {
  /** With the library alone, and with the edit. */
  readonly before: number;
  readonly after: number;
  /** Probes that were evaluated both ways. */
  readonly of: number;
}

/** How many probes passed without and with the edit; `undefined` when no probe was evaluated both ways. */
export function passes(outcomes: readonly ProbeOutcome[]): Passes | undefined {
  const both = outcomes.filter(
    ({ outcome, baselineCorrect }) =>
      outcome !== 'not evaluated' && outcome !== 'errored' && typeof baselineCorrect === 'boolean',
  );
  if (both.length === 0) return undefined;
  const count = (is: (probe: ProbeOutcome) => boolean): number => both.filter(is).length;
  return {
    before: count(({ baselineCorrect }) => baselineCorrect === true),
    after: count(({ outcome }) => outcome === 'fixed' || outcome === 'still passing'),
    of: both.length,
  };
}

/** `4/6 → 6/6`; for runs that kept no single outcome, `+2 −0`. */
export function scoreInShort(judged: CandidateJudged): string {
  const counts = passes(judged.outcomes);
  const { fixes, regressions } = judged.score;
  return counts === undefined
    ? `+${fixes} −${regressions}`
    : `${counts.before}/${counts.of} → ${counts.after}/${counts.of}`;
}

/** `gate: accepted`; an edit that did harm elsewhere was taken out again. */
export function gateInShort({ judged, canaries }: CandidateState, l10n: Localizer): string {
  return canaries?.rolledBack === true
    ? l10n.t('gate: accepted, then rolled back')
    : l10n.t('gate: {0}', verdictWord(judged.verdict, l10n));
}

/** `MODIFY "read_the_bundle" · gate: accepted · 4/6 → 6/6`: plain text. */
export function editLabel(candidate: CandidateState, l10n: Localizer): string {
  const { judged } = candidate;
  return [editTitle(judged), gateInShort(candidate, l10n), scoreInShort(judged)].join(' · ');
}
