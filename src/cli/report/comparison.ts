import type { Standing } from '../../engine/learn/gate';
import type { Comparison } from '../../engine/learn/measure';
import type { Evaluation } from '../../engine/learn/probing';
import { arithmetic, explainStanding, explainWin } from '../../engine/learn/verdictText';
import type { Usage, Verdict } from '../../engine/types';
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
  comparison: Comparison,
  { what, usage, isSimulated, penalty }: ComparisonFacts,
  colours: Colours,
): string[] {
  const { before, evaluation } = comparison;
  const { score, outcomes } = evaluation;
  const { verdict, reason } = verdictOf(comparison);
  return [
    colours.bold(oneLine(what)),
    `  before: ${percent(before.score)} of dev (${before.correct}/${before.total}); probe set of ${outcomes.length}`,
    '',
    ...probeTable(outcomes).map((line) => `  ${line}`),
    '',
    `${paint(verdict, colours)}: ${reason}`,
    `  score: ${arithmetic(score, penalty)}`,
    `  ${counted(usage.calls, 'model call')}, ${usage.reused} more reused`,
    ...(isSimulated ? ['This was played by a simulation, not by a language model.'] : []),
  ];
}

/** A probe by hand, for programs. */
export function comparisonJson(
  comparison: Comparison,
  { what, usage, isSimulated }: ComparisonFacts,
): object {
  const { before, evaluation, gate } = comparison;
  const { score, standing, outcomes } = evaluation;
  return {
    compared: what,
    simulated: isSimulated,
    before: { score: before.score, correct: before.correct, total: before.total },
    ...verdictOf(comparison),
    ...(gate?.numbers ? { numbers: gate.numbers } : {}),
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

/** The confirmed gate's word, or else what one rollout per probe says. */
function verdictOf({ evaluation, gate }: Comparison): { verdict: Verdict; reason: string } {
  if (gate) return { verdict: gate.verdict, reason: gate.sentence };
  return { verdict: VERDICTS[evaluation.standing], reason: reasonOf(evaluation) };
}

const VERDICTS: Readonly<Record<Standing, Verdict>> = {
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

function paint(verdict: Verdict, colours: Colours): string {
  if (verdict === 'accepted') return colours.green(verdict);
  return verdict === 'rejected' ? colours.red(verdict) : colours.yellow(verdict);
}
