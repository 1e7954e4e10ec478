import type { Range } from '../../../../cli/estimate';
import { addUsage } from '../../../../engine/usage';
import type { Usage } from '../../../../engine/types';
import type { CostData } from '../../model/dashboardData';
import { table } from '../dom';
import type { Words } from '../words';

export function costTable({ agent, writer }: CostData, words: Words): HTMLTableElement {
  const row = (who: string, usage: Usage): readonly string[] => [
    who,
    words.count(usage.calls),
    words.count(usage.reused),
    words.count(usage.inputTokens),
    words.count(usage.outputTokens),
    usage.usd > 0 ? words.usd(usage.usd) : words.of('noPrice'),
  ];
  return table(
    words.of('costTable'),
    [
      { title: words.of('columnWho') },
      { title: words.of('columnCalls'), isNumber: true },
      { title: words.of('columnReused'), isNumber: true },
      { title: words.of('columnInput'), isNumber: true },
      { title: words.of('columnOutput'), isNumber: true },
      { title: words.of('columnUsd'), isNumber: true },
    ],
    [
      row(words.of('agent'), agent),
      row(words.of('writer'), writer),
      row(words.of('total'), addUsage(agent, writer)),
    ],
  );
}

export function rolloutsTable({ rollouts, seconds }: CostData, words: Words): HTMLTableElement {
  return table(
    words.of('rolloutsHeading'),
    [{ title: words.of('columnWhat') }, { title: words.of('columnSpent'), isNumber: true }],
    [
      [words.of('rolloutsDev'), words.count(rollouts.dev)],
      [words.of('rolloutsProbes'), words.count(rollouts.probes)],
      [words.of('rolloutsVal'), words.count(rollouts.val)],
      [words.of('rolloutsErrored'), words.count(rollouts.errored)],
      [words.of('elapsed'), words.seconds(seconds)],
    ],
  );
}

/** What was spent, against the caps of the configuration and against what was expected. */
export function limitsTable(cost: CostData, words: Words): HTMLTableElement {
  const { calls, inputTokens, outputTokens, usd } = addUsage(cost.agent, cost.writer);
  const { budget, estimate, rollouts, seconds } = cost;
  const whole = (value: number): string => words.count(value);
  const money = (value: number): string => words.usd(value);
  const row = (
    what: string,
    spent: number | null,
    cap: number | null | undefined,
    range: Range | null | undefined,
    print: (value: number) => string,
  ): readonly string[] => [
    what,
    spent === null ? words.none : print(spent),
    cap === null || cap === undefined
      ? words.of('noLimit')
      : spent === null
        ? print(cap)
        : words.of('budgetShare', print(cap), words.share(cap > 0 ? spent / cap : null)),
    range ? words.of('range', print(range.likely), print(range.min), print(range.max)) : words.none,
  ];
  const minutes = seconds === null ? null : seconds / 60;
  return table(
    words.of('limitsHeading'),
    [
      { title: words.of('columnWhat') },
      { title: words.of('columnSpent'), isNumber: true },
      { title: words.of('columnBudget'), isNumber: true },
      { title: words.of('columnEstimate'), isNumber: true },
    ],
    [
      row(words.of('costCalls'), calls, budget?.calls, estimate?.calls, whole),
      row(
        words.of('costTokens'),
        inputTokens + outputTokens,
        budget?.tokens,
        estimate?.tokens,
        whole,
      ),
      row(words.of('columnUsd'), usd > 0 ? usd : null, budget?.usd, estimate?.usd, money),
      row(words.of('minutes'), minutes, budget?.minutes, undefined, (value) => value.toFixed(1)),
      row(
        words.of('rollouts'),
        rollouts.finished + rollouts.errored,
        undefined,
        estimate?.rollouts,
        whole,
      ),
    ],
  );
}
