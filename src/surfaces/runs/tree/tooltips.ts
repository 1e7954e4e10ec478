/** What is told of an element when somebody stays on it; Markdown of escaped parts. */
import { dollars, duration, percent, short, whole } from '../../../cli/report/numbers';
import type { CandidateState, RunState } from '../../../store/runState';
import { inline, codeSpan, table } from '../../common/markdown';
import type { KnownRun } from '../../common/runRoots';
import { bestVal, callsOf, isPublished, runTitle, statusWord, type Localizer } from '../words';
import { editsTitle, verdictWord, type Decided } from './describeCandidate';

type Row = readonly [string, string | undefined];

export function runTooltip(
  run: Pick<KnownRun, 'root' | 'dir' | 'name'>,
  state: RunState,
  l10n: Localizer,
): string {
  const { usage, stop } = state;
  const best = bestVal(state);
  const tokens =
    usage.agent.inputTokens +
    usage.agent.outputTokens +
    usage.writer.inputTokens +
    usage.writer.outputTokens;
  const usd = usage.agent.usd + usage.writer.usd;
  const rows: readonly Row[] = [
    [l10n.t('Task'), state.task],
    [l10n.t('Agent'), state.agent],
    [l10n.t('Writer'), state.writer],
    [l10n.t('Method'), state.method],
    [l10n.t('Started'), startedText(state)],
    [l10n.t('Worked for'), state.seconds > 0 ? duration(state.seconds) : undefined],
    [l10n.t('Best val'), best === undefined ? undefined : percent(best.score)],
    [l10n.t('Learned skills'), whole(state.library.length)],
    [l10n.t('Rollouts'), isPublished(state) ? undefined : rolloutsText(state, l10n)],
    [l10n.t('Model calls'), callsOf(state) > 0 ? whole(callsOf(state)) : undefined],
    [l10n.t('Tokens'), tokens > 0 ? short(tokens) : undefined],
    [l10n.t('Cost'), usd > 0 ? dollars(usd) : undefined],
  ];
  const why = stop === undefined ? '' : `\n\n${inline(stop.message)}`;
  const head = `**${inline(runTitle(run))}** · ${inline(statusWord(state, l10n))}${why}`;
  return `${head}\n\n${facts(rows)}\n\n${codeSpan(run.dir, 400)}`;
}

export function candidateTooltip(
  { judged, decision, isApplied }: CandidateState,
  decided: Decided | undefined,
  l10n: Localizer,
): string {
  const { score } = judged;
  const evaluated = judged.outcomes.filter(
    ({ outcome }) => outcome !== 'errored' && outcome !== 'not evaluated',
  ).length;
  const reason = decision?.override?.reason ?? '';
  const rows: readonly Row[] = [
    [l10n.t('Score'), signed(score.adjusted)],
    [l10n.t('Fixed'), l10n.t('{0} (by itself the library fixes {1})', score.fixes, score.baselineFixes)],
    [
      l10n.t('Regressed'),
      l10n.t('{0} (by itself the library breaks {1})', score.regressions, score.baselineRegressions),
    ],
    [l10n.t('Probes evaluated'), l10n.t('{0} of {1}', evaluated, judged.outcomes.length)],
    [l10n.t('For'), judged.label ?? undefined],
    [l10n.t('Your decision'), decisionText(decided, l10n)],
    [l10n.t('Your reason'), reason],
    [l10n.t('Evidence'), decision?.override?.evidence],
    [l10n.t('In the run’s library'), isApplied ? l10n.t('yes') : l10n.t('no')],
  ];
  const verdict = verdictWord({ judged, isApplied }, l10n);
  const head = `**${inline(editsTitle(judged.edits, l10n))}** · ${inline(verdict)}`;
  return `${head}\n\n${inline(judged.reason)}\n\n${facts(rows)}`;
}

/** Two columns; rows of which nothing is known are left out. */
function facts(rows: readonly Row[]): string {
  const known = rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[inline(name), inline(value)]],
  );
  return table(['', ''], known);
}

function decisionText(decided: Decided | undefined, l10n: Localizer): string | undefined {
  switch (decided) {
    case 'accepted':
      return l10n.t('accepted');
    case 'rejected':
      return l10n.t('rejected');
    case 'pending':
    case undefined:
      return undefined;
  }
}

function rolloutsText({ rollouts }: RunState, l10n: Localizer): string {
  const { finished, errored } = rollouts;
  return errored === 0
    ? whole(finished)
    : l10n.t('{0}, {1} errored', whole(finished), whole(errored));
}

function startedText({ started }: RunState): string | undefined {
  const time = Date.parse(started);
  return Number.isNaN(time) ? undefined : new Date(time).toLocaleString();
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}
