import { duration, percent } from '../../../cli/report/numbers';
import type { RunState } from '../../../store/runState';
import { bestVal,
  callsText,
  epochText,
  isPublished,
  statusWord,
  troubleText,
  type Localizer,
 } from '../words';

/** Seconds that are worth telling. */
const SHORTEST = 0.1;

/** How one thing of the tree is shown; plain text. */
export interface Description {
  readonly description: string;
  /** Name of a product icon. */
  readonly icon: string;
  /** Id of a theme colour. */
  readonly colour?: string;
}

/** Status, best score, time and calls, in words; what is not known is left out. */
export function describeRun(state: RunState, l10n: Localizer): Description {
  const isUnderWay = state.status === 'running' || state.status === 'waiting';
  const trouble = troubleText(state, l10n);
  const parts = [
    trouble ?? statusWord(state, l10n),
    isUnderWay ? epochText(state, l10n) : undefined,
    valText(state, l10n),
    state.seconds >= SHORTEST ? duration(state.seconds) : undefined,
    callsText(state, l10n),
  ];
  return { description: parts.filter(Boolean).join(' · '), ...runIcon(state) };
}

/** What menus are chosen by; see `view/item/context` in the manifest. */
export function runContext(state: RunState | undefined, isOpened: boolean): string {
  const kind =
    state === undefined
      ? 'unread'
      : isPublished(state)
        ? 'published'
        : state.status === 'running'
          ? 'live'
          : state.status;
  return `run.${kind}${isOpened ? '.opened' : ''}`;
}

/** The best; before anything was learned there is only what the library began with. */
function valText(state: RunState, l10n: Localizer): string | undefined {
  const point = bestVal(state) ?? state.val.at(-1);
  return point === undefined ? undefined : l10n.t('val {0}', percent(point.score));
}

function runIcon({ status, stop, trouble }: RunState): Pick<Description, 'icon' | 'colour'> {
  switch (status) {
    case 'running':
      if (trouble) return { icon: 'warning', colour: 'testing.iconQueued' };
      return { icon: 'sync~spin' };
    case 'waiting':
      return { icon: 'comment-unresolved', colour: 'charts.blue' };
    case 'finished':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'stopped':
      return stop?.reason === 'error' || stop?.reason === 'faults'
        ? { icon: 'error', colour: 'testing.iconFailed' }
        : { icon: stop?.reason === 'killed' ? 'warning' : 'debug-pause' };
  }
}
