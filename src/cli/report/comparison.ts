import type { Standing } from '../../engine/learn/gate';
import type { Comparison } from '../../engine/learn/measure';
import type { Evaluation } from '../../engine/learn/probing';
import { arithmetic, explainStanding, explainWin } from '../../engine/learn/verdictText';
import type { Usage } from '../../engine/types';
import type { Colours } from '../terminal';
import { counted, percent } from './numbers';
import { oneLine } from './printable';
import { probeTable } from './probeTable';

/** What is known about a comparison besides its numbers. */
export interface ComparisonFacts {
  /** What was compared with what. */
  readonly what: string;
  readonly usage: Usage;
  readonly isSimulated: boolean;
  /** λ, the weight of a regression by an invalid action. */
  readonly penalty: number;
}

/** A probe by hand, for people. */
export function comparisonLines(
  { before, evaluation }: Comparison,
  { what, usage, isSimulated, penalty }: ComparisonFacts,
  colours: Colours,
): string[] {
  const { score, standing, outcomes } = evaluation;
  return [
    colours.bold(oneLine(what)),
    `  before: ${percent(before.score)} of dev (${before.correct}/${before.total}); probe set of ${outcomes.length}`,
    '',
    ...probeTable(outcomes).map((line) => `  ${line}`),
    '',
    `${paint(standing, colours)}: ${reasonOf(evaluation)}`,
    `  score: ${arithmetic(score, penalty)}`,
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
    reason: reasonOf(evaluation),
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

/** The gate's own sentence. */
function reasonOf(evaluation: Evaluation): string {
  return evaluation.standing === 'admissible'
    ? explainWin(evaluation.score)
    : explainStanding(evaluation.standing, evaluation);
}

function paint(standing: Standing, colours: Colours): string {
  const verdict = VERDICTS[standing];
  if (standing === 'admissible') return colours.green(verdict);
  return standing === 'inconclusive' ? colours.yellow(verdict) : colours.red(verdict);
}
