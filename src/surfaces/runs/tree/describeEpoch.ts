import { percent, whole } from '../../../cli/report/numbers';
import type { EpochState, RunState, UpdateState, ValPoint } from '../../../store/runState';
import { scoreText, type Localizer } from '../words';
import { editsTitle } from './describeCandidate';
import type { Description } from './describeRun';

export function describeBaseline(point: ValPoint, l10n: Localizer): Description {
  const description = l10n.t('val {0}, before anything was learned', scoreText(point));
  return { description, icon: 'circle-outline' };
}

/** Scores of the epoch; while it goes on, how far it is. */
export function describeEpoch(epoch: EpochState, state: RunState, l10n: Localizer): Description {
  const point = state.val.find((it) => it.epoch === epoch.epoch);
  const dev = devScore(epoch, point);
  const isBest = state.bestEpoch === epoch.epoch;
  const isLast = state.epochs.at(-1) === epoch;
  const isUnderWay = isLast && point === undefined && state.status === 'running';
  const updates = epoch.updates.filter(({ isRecovery }) => !isRecovery).length;
  const parts = [
    dev === undefined ? undefined : l10n.t('dev {0}', percent(dev)),
    point === undefined ? undefined : l10n.t('val {0}', scoreText(point)),
    isBest ? l10n.t('best') : undefined,
    point === undefined && epoch.plannedUpdates > 0
      ? l10n.t('{0} of {1} updates', updates, epoch.plannedUpdates)
      : undefined,
    point !== undefined && point.errored > 0
      ? l10n.t('{0} errored', whole(point.errored))
      : undefined,
  ];
  return {
    description: parts.filter(Boolean).join(' · '),
    icon: isUnderWay ? 'sync~spin' : isBest ? 'star-full' : 'milestone',
  };
}

export function updateTitle(update: UpdateState, l10n: Localizer): string {
  return update.isRecovery ? l10n.t('Recovery') : l10n.t('Update {0}', update.update);
}

/** Batch, probe set, candidates and what became of them. */
export function describeUpdate(update: UpdateState, isUnderWay: boolean, l10n: Localizer): Description {
  const { batch, dev, probe, candidates } = update;
  const size = Math.max(batch.length, dev.finished + dev.errored);
  const probes = probe === undefined ? 0 : probe.failing.length + probe.passing.length;
  // What matters most comes first: a side bar is narrow.
  const parts = [
    outcomeText(update, l10n),
    update.isRecovery || size === 0
      ? undefined
      : l10n.t('batch {0}/{1} passed', dev.correct, size),
    dev.errored > 0 ? l10n.t('{0} errored', dev.errored) : undefined,
    probes > 0 ? l10n.t('{0} probes', probes) : undefined,
    candidatesText(candidates.length, l10n),
  ];
  return {
    description: parts.filter(Boolean).join(' · '),
    icon: isUnderWay ? 'sync~spin' : update.winner === null ? 'git-commit' : 'git-merge',
  };
}

function candidatesText(count: number, l10n: Localizer): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? l10n.t('1 candidate') : l10n.t('{0} candidates', count);
}

function outcomeText(update: UpdateState, l10n: Localizer): string | undefined {
  if (!update.isFinished) return undefined;
  const { winner, batch, dev, candidates } = update;
  if (winner !== null) {
    const won = candidates.find(({ judged }) => judged.id === winner);
    return won === undefined
      ? l10n.t('applied')
      : l10n.t('applied {0}', editsTitle(won.judged.edits, l10n));
  }
  return batch.length > 0 && dev.correct === batch.length
    ? l10n.t('nothing failed')
    : l10n.t('nothing applied');
}

function devScore({ dev }: EpochState, point: ValPoint | undefined): number | undefined {
  if (point?.devScore !== undefined && point.devScore !== null) return point.devScore;
  return dev === undefined || dev.total === 0 ? undefined : dev.correct / dev.total;
}
