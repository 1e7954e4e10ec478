import { priority } from '../pool';
import type { Library } from '../skill/library';
import type { Sample } from '../types';
import type { Episode } from './episode';
import type { EpochLabel } from './events';
import { refuseFaultsOnly } from './faults';
import type { Kit } from './kit';

/** How a library did on the val split. */
export interface ValScore {
  /** Correct over evaluated; 0 when nothing was. */
  readonly score: number;
  /** Samples that were evaluated. */
  readonly total: number;
}

/** Runs a library on the val split. */
export async function validate(
  { context, pool, runner }: Kit,
  epoch: EpochLabel,
  input: {
    readonly samples: readonly Sample[];
    readonly library: Library;
    readonly devScore: number | null;
  },
  signal: AbortSignal,
): Promise<ValScore> {
  const { samples, library, devScore } = input;
  const scope = `${epoch}|val`;
  const episodes: Episode[] = [];
  const tally = { correct: 0, total: 0, errored: 0 };
  await Promise.all(
    samples.map(async (sample) => {
      const plan = { scope, purpose: 'val', epoch, sample, repeat: 0, library } as const;
      const where = { priority: priority.val, signal };
      const episode = await pool.run((at) => runner.run(plan, at), where);
      episodes.push(episode);
      if (episode.kind === 'errored') tally.errored += 1;
      else {
        tally.total += 1;
        if (episode.correct) tally.correct += 1;
      }
    }),
  );
  if (context.options.rules.faults === 'excluded') refuseFaultsOnly(episodes, `val after ${epoch}`);
  const score = tally.total === 0 ? 0 : tally.correct / tally.total;
  context.store.record({
    type: 'val.finished',
    key: `val.finished|${scope}`,
    scope,
    epoch,
    ...tally,
    score,
    devScore,
  });
  return { score, total: tally.total };
}
