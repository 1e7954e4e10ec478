/**
 * Gains do not simply add up: what helps on a probe set may harm elsewhere. After an edit was accepted, a few dev
 * samples outside of its probe set are rolled out with it and without it; a loss that is confirmed takes it out.
 */
import { anytimeP, firstStake, settle, type Stake } from '../gate/eProcess';
import { defaultPolicy } from '../gate/policy';
import { resultOf, type RolloutResult } from '../gate/rolloutResult';
import { PythonRandom } from '../random';
import type { Library } from '../skill/library';
import type { Sample } from '../types';
import { confirms, type Kit } from './kit';
import type { Place } from './probing';
import { probeSamples, type ProbeSet } from './probeSet';

interface Accepted {
  readonly id: string;
  /** The library before it. */
  readonly before: Library;
  readonly probe: ProbeSet;
}

interface Pair {
  readonly sample: Sample;
  readonly before: RolloutResult;
  readonly after: RolloutResult;
}

/** What a pair that shows the loss is bet on: it was seen once, and may have been chance. */
const BET = 0.8;
/** A loss that has not shown again by then is given up. */
const PATIENCE = 3;

/** Is the edit still in the library afterwards? */
export async function survivesCanaries(
  kit: Kit,
  place: Place,
  accepted: Accepted,
  signal: AbortSignal,
): Promise<boolean> {
  const { context, librarian } = kit;
  const { id } = accepted;
  const samples = drawCanaries(kit, place, accepted.probe);
  // What the author wants in the library stays there.
  if (samples.length === 0 || librarian.isAuthorsOwn(id)) return true;
  const look = (some: readonly Sample[]): Promise<readonly Pair[]> =>
    rollOut(kit, place, accepted, some, signal);

  const first = await look(samples);
  const lost = first.filter(isLost);
  const won = first.filter(isWon);
  const suspected = lost.length > won.length;
  const { rounds, p } = !suspected
    ? { rounds: 0, p: 1 }
    : confirms(kit)
      ? await confirmLoss(
          [...lost, ...won].map(({ sample }) => sample),
          look,
          kit,
        )
      : { rounds: 0, p: 0 };
  const rolledBack = suspected && p <= defaultPolicy.falseVeto;
  context.store.record({
    type: 'canaries.measured',
    key: `canaries|${id}`,
    epoch: place.epoch,
    update: place.update,
    candidate: id,
    samples: samples.map((sample) => sample.id),
    lost: lost.map(({ sample }) => sample.id),
    won: won.map(({ sample }) => sample.id),
    rounds,
    p,
    rolledBack,
    reason: explain({ total: samples.length, lost: lost.length, won: won.length, rolledBack }),
  });
  if (rolledBack) librarian.rollBack(id);
  return !rolledBack;
}

function drawCanaries(kit: Kit, { epoch, update }: Place, probe: ProbeSet): readonly Sample[] {
  const { seed, gate } = kit.context.options;
  const probed = new Set(probeSamples(probe).map(({ id }) => id));
  const others = [...kit.samples.values()].filter(({ id }) => !probed.has(id));
  const rng = new PythonRandom(`${seed}:canaries:${epoch}:${update}`);
  return rng.sample(others, Math.min(gate.canaries, others.length));
}

/** Both arms of every sample side by side. */
function rollOut(
  { prober, repeatability, librarian }: Kit,
  place: Place,
  { id, before }: Accepted,
  samples: readonly Sample[],
  signal: AbortSignal,
): Promise<readonly Pair[]> {
  const after = librarian.library;
  const isSure = repeatability.isDeterministic;
  const planned = samples.map((sample) => ({
    ...place,
    purpose: 'canary' as const,
    sample,
    // Where a repeat would only repeat, an earlier reply may answer.
    repeat: isSure ? 0 : repeatability.nextRepeat(sample.id),
  }));
  return Promise.all(
    planned.map(async (plan) => {
      const [old, now] = await Promise.all([
        prober.again({ ...plan, candidate: `${id}|before`, library: before }, signal),
        prober.again({ ...plan, candidate: id, library: after }, signal),
      ]);
      return { sample: plan.sample, before: resultOf(old), after: resultOf(now) };
    }),
  );
}

/** Fresh pairs of what differed, until chance is ruled out or the loss does not show again. */
async function confirmLoss(
  samples: readonly Sample[],
  look: (samples: readonly Sample[]) => Promise<readonly Pair[]>,
  { context }: Kit,
): Promise<{ readonly rounds: number; readonly p: number }> {
  let stake: Stake = firstStake;
  let rounds = 0;
  const { rounds: most } = context.options.gate;
  while (rounds < most && anytimeP(stake) > defaultPolicy.falseVeto) {
    const pairs = await look(samples);
    const bets = pairs.filter((pair) => isLost(pair) || isWon(pair));
    stake = settle(
      stake,
      bets.map((pair) => ({ p: BET, won: isLost(pair) })),
    );
    rounds += 1;
    if (rounds >= PATIENCE && stake.log <= 0) break;
  }
  return { rounds, p: anytimeP(stake) };
}

function isLost({ before, after }: Pair): boolean {
  return before === 'pass' && after === 'fail';
}

function isWon({ before, after }: Pair): boolean {
  return before === 'fail' && after === 'pass';
}

function explain(seen: {
  readonly total: number;
  readonly lost: number;
  readonly won: number;
  readonly rolledBack: boolean;
}): string {
  const { total, lost, won, rolledBack } = seen;
  const of = `of ${total} other dev sample${total === 1 ? '' : 's'}`;
  if (lost === 0 && won === 0) return `None ${of} changed.`;
  const what = `It breaks ${lost} and fixes ${won} ${of}`;
  if (rolledBack) return `${what}, again and again: it was taken out of the library.`;
  return lost > won ? `${what} at first sight, which did not repeat.` : `${what}.`;
}
