import type { l10n } from 'vscode';
import { percent } from '../../cli/report/numbers';
import type { RunState } from '../../store/runState';
import { command } from '../common/ids';
import { callsText, epochText, troubleText } from '../runs/words';
import { itemText } from '../common/noticeText';

type Localizer = Pick<typeof l10n, 't'>;

/** What the one item in the status bar says. */
export interface StatusText {
  readonly text: string;
  /** For screen readers: without icons. */
  readonly spoken: string;
  readonly tooltip: string;
  /** Where a click leads to. */
  readonly leadsTo: { readonly command: string; readonly args: readonly unknown[] };
}

/** A run under way. */
export interface LiveRun {
  readonly dir: string;
  readonly state: RunState;
}

export interface StatusInput {
  /** Newest first. */
  readonly live: readonly LiveRun[];
  /** Edits that the gate accepted and nobody decided on. */
  readonly pending: number;
}

/** What matters most now: a run that waits, one that runs, edits to look at; `undefined`: nothing. */
export function statusText(input: StatusInput, l10n: Localizer): StatusText | undefined {
  const { live, pending } = input;
  const waiting = live.find(({ state }) => state.status === 'waiting');
  const [first] = live;
  const review = { command: command.edits.review, args: [] };
  const others = live.length - 1;
  const more = others > 0 ? ` ${l10n.t('(+{0})', others)}` : '';
  if (waiting !== undefined) {
    const said = l10n.t('GRASP waits for your decision');
    return {
      text: `$(comment-unresolved) ${said}${more}`,
      spoken: `${said}${more}`,
      tooltip: waitingTooltip(waiting.state, l10n),
      leadsTo: review,
    };
  }
  const [troubled, trouble] =
    live
      .map((run) => [run, troubleText(run.state, l10n)] as const)
      .find(([, text]) => text !== undefined) ?? [];
  if (troubled !== undefined && trouble !== undefined) {
    const said = `GRASP ${trouble}${more}`;
    return {
      text: `$(warning) ${itemText(said)}`,
      spoken: said,
      tooltip: l10n.t(
        '{0} waits for its model. Click to see it among the runs.',
        troubled.state.run,
      ),
      leadsTo: { command: command.run.show, args: [troubled.dir] },
    };
  }
  if (first !== undefined) {
    const said = `${progressText(first.state, l10n)}${more}`;
    return {
      text: `$(sync~spin) ${itemText(said)}`,
      spoken: said,
      tooltip: l10n.t('{0} is running. Click to see it among the runs.', first.state.run),
      leadsTo: { command: command.run.show, args: [first.dir] },
    };
  }
  if (pending === 0) return undefined;
  const said = pending === 1 ? l10n.t('1 edit to review') : l10n.t('{0} edits to review', pending);
  return {
    text: `$(diff) ${said}`,
    spoken: l10n.t('GRASP: {0}', said),
    tooltip:
      pending === 1
        ? l10n.t('The gate accepted it. Click to see it and decide.')
        : l10n.t('The gate accepted them. Click to see the first and decide.'),
    leadsTo: review,
  };
}

/** `GRASP epoch 1/5 · 83 % · 214 calls`: the newest val score, as soon as there is one. */
function progressText(state: RunState, l10n: Localizer): string {
  const last = state.val.at(-1);
  const parts = [
    epochText(state, l10n) ?? l10n.t('baseline'),
    last === undefined ? undefined : percent(last.score),
    callsText(state, l10n),
  ];
  return `GRASP ${parts.filter(Boolean).join(' · ')}`;
}

function waitingTooltip({ run, waiting }: RunState, l10n: Localizer): string {
  return waiting.length === 1
    ? l10n.t('{0} waits for your decision on an edit. Click to see it.', run)
    : l10n.t(
        '{0} waits for your decision on {1} edits. Click to see the first.',
        run,
        waiting.length,
      );
}
