import type { l10n } from 'vscode';
import { plainLine } from '../../common/markdown';
import { isBusy, type SessionState, type Tally, type Trouble } from '../session/sessionState';

type Localizer = Pick<typeof l10n, 't'>;

/** What a click on a lens does. */
export type LensAction = 'compare' | 'run' | 'stop' | 'toggleLive' | 'resetSpend' | 'manageTrust';

export interface LensText {
  /** May begin with a `$(icon)`. */
  readonly title: string;
  readonly tooltip: string;
  readonly action: LensAction;
}

export interface LensView {
  readonly state: SessionState;
  readonly tally: Tally | undefined;
  readonly isTrusted: boolean;
  /** Calls made by the probes of this window, and how many it may make. */
  readonly spend: { readonly used: number; readonly most: number };
}

const MESSAGE_LENGTH = 60;

/** The lenses on top of a skill: always the same three, so that nothing jumps while somebody types. */
export function lensTexts(view: LensView, l10n: Localizer): readonly LensText[] {
  if (!view.isTrusted) {
    const title = l10n.t('Probes are off: this workspace is not trusted');
    const tooltip = l10n.t('Probes call a model. Trust the workspace to run them.');
    return [{ title, tooltip, action: 'manageTrust' }];
  }
  return [score(view, l10n), runOrStop(view, l10n), live(view, l10n)];
}

function score(view: LensView, l10n: Localizer): LensText {
  const tooltip = facts(view, l10n);
  const { state, tally } = view;
  const under = underWay(view, l10n);
  if (under !== undefined) return { title: under, tooltip, action: 'compare' };
  const known = tally ? [tallyText(tally, state, l10n)] : [];
  if (state.trouble) {
    const { text, action } = troubleText(state.trouble, l10n);
    return {
      title: `$(warning) ${[text, ...known].join(' · ')}`,
      tooltip: `${plainLine(state.trouble.message, 400)}\n${tooltip}`,
      action,
    };
  }
  if (tally) return { title: known.join(''), tooltip, action: 'compare' };
  return { title: l10n.t('Probes have not run yet'), tooltip, action: 'run' };
}

function underWay({ state }: LensView, l10n: Localizer): string | undefined {
  const { activity } = state;
  switch (activity.kind) {
    case 'opening':
      return l10n.t('Reading the run configuration…');
    case 'drawing':
      if (activity.of === 0) return l10n.t('Choosing probes…');
      return l10n.t(
        'Choosing probes: {0} of {1} samples tried with the saved version…',
        activity.done,
        activity.of,
      );
    case 'probing':
      return [
        l10n.t('{0} of {1}…', activity.done, activity.of),
        ...(state.isSimulated ? [l10n.t('simulated')] : []),
      ].join(' · ');
    case 'idle':
    case 'pause':
      return undefined;
  }
}

/** `7/8 pass · +2 fixed · 0 regressed · 12 calls · simulated · outdated` */
export function tallyText(
  tally: Tally,
  state: Pick<SessionState, 'calls' | 'isSimulated'>,
  l10n: Localizer,
): string {
  const { passed, evaluated, fixed, regressed, errored, isOutdated } = tally;
  return [
    l10n.t('{0}/{1} pass', passed, evaluated),
    l10n.t('+{0} fixed', fixed),
    l10n.t('{0} regressed', regressed),
    ...(errored > 0 ? [l10n.t('{0} errored', errored)] : []),
    state.calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', state.calls),
    ...(state.isSimulated ? [l10n.t('simulated')] : []),
    ...(isOutdated ? [l10n.t('outdated')] : []),
  ].join(' · ');
}

function troubleText(
  { kind, message }: Trouble,
  l10n: Localizer,
): { readonly text: string; readonly action: LensAction } {
  const short = plainLine(message.split('\n')[0] ?? '', MESSAGE_LENGTH).replaceAll('$(', '$ (');
  switch (kind) {
    case 'text':
      return { text: l10n.t('Not a valid skill as it stands'), action: 'compare' };
    case 'limit':
      return {
        text: l10n.t('Call limit ({0}) reached: allow more', short),
        action: 'resetSpend',
      };
    case 'halted':
      return { text: l10n.t('The model does not answer: {0}', short), action: 'run' };
    case 'setup':
      return { text: short, action: 'run' };
    case 'bug':
      return { text: l10n.t('Unexpected problem: {0}', short), action: 'run' };
  }
}

function facts({ state, spend }: LensView, l10n: Localizer): string {
  const { agent, choice, isSimulated } = state;
  const lines = [
    ...(agent === undefined ? [] : [l10n.t('Model: {0}', plainLine(agent, 100))]),
    ...(isSimulated
      ? [l10n.t('A simulation and no language model: its scores say nothing about one.')]
      : []),
    ...(choice === undefined ? [] : [choiceText(choice, l10n)]),
    l10n.t('Probes of this window have made {0} of {1} calls.', spend.used, spend.most),
  ];
  return lines.join('\n');
}

export function choiceText(choice: NonNullable<SessionState['choice']>, l10n: Localizer): string {
  switch (choice) {
    case 'pinned':
      return l10n.t('Probes: the pinned ones.');
    case 'update':
      return l10n.t('Probes: those of the last update that edited this skill.');
    case 'drawn':
      return l10n.t('Probes: drawn, half failing and half passing with the saved version.');
  }
}

function runOrStop({ state }: LensView, l10n: Localizer): LensText {
  if (isBusy(state)) {
    return {
      title: `$(debug-stop) ${l10n.t('Stop')}`,
      tooltip: l10n.t('Stop the probes; what is known stays.'),
      action: 'stop',
    };
  }
  return {
    title: `$(beaker) ${l10n.t('Run probes')}`,
    tooltip: l10n.t('Run the probes on the text as it stands, saved or not.'),
    action: 'run',
  };
}

function live({ state }: LensView, l10n: Localizer): LensText {
  return state.isLive
    ? {
        title: `$(eye) ${l10n.t('Live: on')}`,
        tooltip: l10n.t(
          'Every pause in typing runs the probes that the change can affect. Switch off',
        ),
        action: 'toggleLive',
      }
    : {
        title: `$(eye-closed) ${l10n.t('Live: off')}`,
        tooltip: l10n.t(
          'Switch on: every pause in typing runs the probes that the change can affect.',
        ),
        action: 'toggleLive',
      };
}
