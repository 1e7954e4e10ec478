import type { Standing } from '../../engine/learn/gate';
import type { Comparison } from '../../engine/learn/measure';
import type { Usage } from '../../engine/types';
import type { Colours } from '../terminal';
import { counted, percent, signed } from './numbers';
import { oneLine } from './printable';
import { probeTable } from './probeTable';

/** What is known about a comparison besides its numbers. */
export interface ComparisonFacts {
  /** What was compared with what. */
  readonly what: string;
  readonly usage: Usage;
  readonly isSimulated: boolean;
}

/** A probe by hand, for people. */
export function comparisonLines(
  { before, evaluation }: Comparison,
  { what, usage, isSimulated }: ComparisonFacts,
  colours: Colours,
): string[] {
  const { score, standing, outcomes } = evaluation;
  return [
    colours.bold(oneLine(what)),
    `  as saved ${percent(before.score)} of dev (${before.correct}/${before.total}); probe set of ${outcomes.length}`,
    '',
    ...probeTable(outcomes).map((line) => `  ${line}`),
    '',
    `${paint(standing, colours)}: ${SENTENCES[standing]}`,
    `  score ${signed(score.adjusted)}: ${score.fixes} fixed, ${score.regressions} regressed; as saved ${score.baselineFixes} and ${score.baselineRegressions}`,
    `  ${counted(usage.calls, 'model call')}, ${usage.reused} more reused`,
    ...(isSimulated ? ['This was played by a simulation, not by a language model.'] : []),
  ];
}

/** A probe by hand, for programs. */
export function comparisonJson(
  { before, evaluation }: Comparison,
  { what, usage, isSimulated }: ComparisonFacts,
): object {
  const { score, standing, outcomes } = evaluation;
  return {
    compared: what,
    simulated: isSimulated,
    before: { score: before.score, correct: before.correct, total: before.total },
    verdict: VERDICTS[standing],
    standing,
    fixes: score.fixes,
    regressions: score.regressions,
    baseline_fixes: score.baselineFixes,
    baseline_regressions: score.baselineRegressions,
    invalid_action_regressions: score.invalidActionRegressions,
    score: score.adjusted,
    probes: outcomes.map(({ sample, passedBefore, outcome, status }) => ({
      sample,
      passed_before: passedBefore,
      outcome,
      ...(status === undefined ? {} : { status }),
    })),
    calls: usage.calls,
    reused: usage.reused,
    tokens: usage.inputTokens + usage.outputTokens,
    usd: usage.usd,
  };
}

const VERDICTS: Readonly<Record<Standing, string>> = {
  admissible: 'accepted',
  'no gain': 'rejected',
  regresses: 'rejected',
  inconclusive: 'inconclusive',
};

const SENTENCES: Readonly<Record<Standing, string>> = {
  admissible: 'it fixes more than it breaks.',
  'no gain': 'it does not fix more than the saved version does by itself.',
  regresses: 'it breaks passing probes that the saved version does not break.',
  inconclusive: 'too many probes met faults to tell.',
};

function paint(standing: Standing, colours: Colours): string {
  const verdict = VERDICTS[standing];
  if (standing === 'admissible') return colours.green(verdict);
  return standing === 'inconclusive' ? colours.yellow(verdict) : colours.red(verdict);
}
