import type { l10n } from 'vscode';
import type { Episode } from '../../../engine/learn/episode';
import type { CandidateJudged } from '../../../engine/learn/events';
import { scoreOf, standingOf, type GateRule, type ProbeMeasure } from '../../../engine/learn/gate';
import { defaultRules } from '../../../engine/learn/options';
import { explainStanding, explainWin } from '../../../engine/learn/verdictText';
import type { Arm, Measurement } from '../../probes/lab/measurement';
import type { Rerun, RerunFacts } from './rerun';

type Localizer = Pick<typeof l10n, 't'>;

/**
 * What the gate's own rule says of probes that were run again. Its probes failed and passed when the set was drawn;
 * what the author's library does on them by itself is measured beside the edit, as in a run.
 */
export function gateRerun(
  judged: Pick<CandidateJudged, 'outcomes' | 'penalty'>,
  { probes, passed, evaluated, errored, fixed, regressed, limited }: Measurement,
  facts: RerunFacts,
  l10n: Localizer,
): Rerun {
  const drawn = new Map(judged.outcomes.map((it) => [it.sample, it.passedBefore]));
  const measures = probes.map(({ sample, before, after, outcome }): ProbeMeasure => {
    const baseline = episodeOf(before);
    const measure = { sample, passedBefore: drawn.get(sample) ?? before.passed === true, baseline };
    return outcome === 'not evaluated' ? measure : { ...measure, candidate: episodeOf(after) };
  });
  const rule: GateRule = {
    penalty: judged.penalty,
    faults: 'excluded',
    minCoverage: defaultRules.minCoverage,
  };
  const score = scoreOf(measures, rule);
  // What was not run for want of calls may be just what it breaks.
  const standing = probes.length === 0 || limited ? 'inconclusive' : standingOf(measures, rule);
  const outcomes = probes.map(({ sample, outcome }) => ({
    sample,
    outcome,
    passedBefore: drawn.get(sample) ?? false,
  }));
  const isWin = standing === 'admissible';
  return {
    ...facts,
    verdict: isWin ? 'accepted' : standing === 'inconclusive' ? 'inconclusive' : 'rejected',
    reason: isWin
      ? explainWin(score)
      : limited
        ? explainLimit(probes, l10n)
        : explainStanding(standing, { score, outcomes, complete: true }),
    score,
    probes,
    fixed,
    regressed,
    passed,
    evaluated,
    errored,
  };
}

function explainLimit(probes: Measurement['probes'], l10n: Localizer): string {
  const open = probes.filter(({ outcome }) => outcome === 'not evaluated').length;
  const what =
    probes.length === 0
      ? l10n.t('No probes could be drawn within the calls that are left to this window.')
      : l10n.t(
          '{0} of {1} probes were not run: no calls are left to this window, so nothing can be said of them.',
          open,
          probes.length,
        );
  const fix = l10n.t(
    'The setting grasp.probes.callLimit is the limit; "GRASP: Allow More Probe Calls" allows as many again.',
  );
  return `${what} ${fix}`;
}

function episodeOf({ passed, status, reason }: Arm): Episode {
  if (passed === null) return { kind: 'errored', reason: reason ?? '' };
  // Its transcript is in memory, not in a run's file; the rule does not ask for it.
  const transcript = { at: 0, bytes: 0 };
  return { kind: 'evaluated', status: status ?? 'completed', correct: passed, transcript };
}
