/** How runs are spoken of, wherever they are shown. Pure: handed what translates. */
import type { l10n } from 'vscode';
import { pathWithin } from '../common/pathWithin';
import { percent, whole } from '../../cli/report/numbers';
import type { RunState, ValPoint } from '../../store/runState';
import { plainLine } from '../common/markdown';
import type { KnownRun } from '../common/runRoots';

export type Localizer = Pick<typeof l10n, 't'>;

/** Name of the run; below a folder of its own, with the way to it. */
export function runTitle({ root, dir, name }: Pick<KnownRun, 'root' | 'dir' | 'name'>): string {
  return plainLine(pathWithin(root, dir) || name, 120);
}

/** `gpt @ local: cannot be reached …; retrying (3), next in 4 s`; `undefined` while all is well. */
export function troubleText({ status, trouble }: RunState, l10n: Localizer): string | undefined {
  if (trouble === undefined || status !== 'running') return undefined;
  const reason = plainLine(trouble.reason, 120);
  if (trouble.attempt === 0) return reason;
  const seconds = Math.ceil(trouble.nextInMs / 1000);
  return l10n.t('{0}; retrying ({1}), next in {2} s', reason, trouble.attempt, seconds);
}

export function statusWord(state: RunState, l10n: Localizer): string {
  switch (state.status) {
    case 'running':
      return l10n.t('running');
    case 'waiting':
      return l10n.t('waits for your decision');
    case 'finished':
      return l10n.t('finished');
    case 'stopped':
      return stopWord(state, l10n);
  }
}

function stopWord({ stop }: RunState, l10n: Localizer): string {
  switch (stop?.reason) {
    case 'user':
      return l10n.t('stopped by you');
    case 'budget':
      return l10n.t('stopped by its budget');
    case 'faults':
      return l10n.t('stopped by faults of the model or the environment');
    case 'error':
      return l10n.t('failed');
    case 'killed':
      return l10n.t('stopped: its process is gone');
    case undefined:
      return l10n.t('stopped');
  }
}

/** Left no journal: it was published, or written by another tool. */
export function isPublished({ started }: Pick<RunState, 'started'>): boolean {
  return started === '';
}

export function callsOf({ usage }: Pick<RunState, 'usage'>): number {
  return usage.agent.calls + usage.writer.calls;
}

export function callsText(state: Pick<RunState, 'usage'>, l10n: Localizer): string | undefined {
  const calls = callsOf(state);
  if (calls === 0) return undefined;
  return calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', whole(calls));
}

/** The point of the curve that the best checkpoint stands on. */
export function bestVal({ val, bestEpoch }: Pick<RunState, 'val' | 'bestEpoch'>): ValPoint | undefined {
  return bestEpoch === null ? undefined : val.find(({ epoch }) => epoch === bestEpoch);
}

/** `60 %`, with the counts where they are known: `60 % (6/10)`. */
export function scoreText({ score, correct, total }: ValPoint): string {
  const counts = correct === null || total === null ? '' : ` (${correct}/${total})`;
  return `${percent(score)}${counts}`;
}

/** As the command line counts them: `epoch 1/5`; the epochs count from 0, like their folders. */
export function epochText(state: RunState, l10n: Localizer): string | undefined {
  const epoch = state.epochs.at(-1);
  if (epoch === undefined) return undefined;
  const { plannedEpochs } = state;
  return plannedEpochs > 0
    ? l10n.t('epoch {0}/{1}', epoch.epoch, plannedEpochs)
    : l10n.t('epoch {0}', epoch.epoch);
}
