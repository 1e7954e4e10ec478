/**
 * One update: run a batch, draw a probe set, let the writer propose edits for what failed, and keep the best
 * of them if it fixes more than it breaks.
 */
import { linkedController } from '../../util/abort';
import { priority } from '../pool';
import { PythonRandom } from '../random';
import type { Library } from '../skill/library';
import type { Sample } from '../types';
import { draftCandidates } from './drafting';
import { resultsOf, type Entry, type Results } from './entry';
import { refuseFaultsOnly } from './faults';
import { baselineCounts } from './gate';
import type { Kit } from './kit';
import type { Baseline, Place } from './probing';
import { drawProbe, probeSamples, probeSource, type ProbeSet } from './probeSet';
import { selectCandidate } from './selection';
import { selectConfirmed } from './confirmedSelection';

/** What an update needs to know of the run around it. */
export interface UpdateInput {
  readonly place: Place;
  readonly batch: readonly Sample[];
  /** How many updates the epoch has. */
  readonly updates: number;
  /** The epoch's entries so far. */
  readonly earlier: readonly Entry[];
  readonly previousEpoch: Results | null;
  /** Labels known so far, with descriptions. */
  readonly taxonomy: Readonly<Record<string, string>>;
}

export interface UpdateResult {
  readonly entries: readonly Entry[];
  readonly newLabels: Readonly<Record<string, string>>;
}

/** A drawn probe set and what the current library does on it. */
export interface Probing {
  readonly probe: ProbeSet;
  readonly baseline: Promise<Baseline>;
}

export async function runUpdate(
  kit: Kit,
  input: UpdateInput,
  signal: AbortSignal,
): Promise<UpdateResult> {
  const { store, options } = kit.context;
  const { place, batch, earlier, previousEpoch } = input;
  const { scope, epoch, update } = place;
  kit.librarian.takeDecisions(scope);
  const { library } = kit.librarian;
  store.record({
    type: 'update.started',
    key: `update.started|${scope}`,
    epoch,
    update,
    batch: batch.map(({ id }) => id),
    updates: input.updates,
    library: library.names(),
  });

  // Drawn from earlier results, a probe set and its baseline need not wait for the batch, only stand behind it.
  // Of an update that was finished before, nothing is started that the batch could show to be needless.
  const running = runBatch(kit, place, batch, library, signal);
  const known = probeSource(earlier, previousEpoch);
  const { overlap, skipPassing } = options.rules;
  const ahead = linkedController(signal);
  const isAhead = overlap && store.recall(`update.finished|${scope}`) === undefined;
  const early =
    known && isAhead ? startProbe(kit, input, known, ahead.controller.signal) : undefined;
  const entries = await running;
  if (options.rules.faults === 'excluded') refuseBatchOfFaults(entries, place.scope);
  kit.repeatability.observeEntries(entries);
  const needed = !skipPassing || entries.some(({ correct }) => correct === false);
  if (!needed) ahead.controller.abort(new DOMException('Nothing failed.', 'AbortError'));
  const probing = needed
    ? (early ?? startProbe(kit, input, known ?? resultsOf(entries), signal))
    : null;

  let outcome: { candidates: readonly string[]; winner: string | null } = {
    candidates: [],
    winner: null,
  };
  let newLabels: Readonly<Record<string, string>> = {};
  if (probing) {
    if (!overlap) await probing.baseline;
    const drafted = await draftCandidates(kit, input, { entries, probing }, signal);
    newLabels = drafted.newLabels;
    const { evaluations, toConfirm } = drafted;
    const judged = { entries, evaluations, probing };
    outcome = toConfirm
      ? await selectConfirmed(kit, place, judged, signal)
      : await selectCandidate(kit, place, judged, signal);
    // Without candidates nothing has waited for it, and it belongs to this update.
    await probing.baseline;
  }
  ahead.release();
  store.record({
    type: 'update.finished',
    key: `update.finished|${scope}`,
    scope,
    epoch,
    update,
    batchSize: batch.length,
    batchCorrect: entries.filter(({ correct }) => correct === true).length,
    batchErrored: entries.filter(({ correct }) => correct === null).length,
    recovery: false,
    ...outcome,
  });
  return { entries, newLabels };
}

/** @throws RunHalted: a batch that could not be measured is not sealed. */
function refuseBatchOfFaults(entries: readonly Entry[], scope: string): void {
  const episodes = entries.map(({ correct, fault }) =>
    correct === null
      ? ({ kind: 'errored', reason: fault ?? '' } as const)
      : ({ kind: 'evaluated' } as const),
  );
  refuseFaultsOnly(episodes, `the batch of update ${scope}`);
}

async function runBatch(
  { pool, runner }: Kit,
  place: Place,
  batch: readonly Sample[],
  library: Library,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const skills = library.names();
  const run = async (sample: Sample): Promise<Entry> => {
    const plan = { ...place, purpose: 'dev', sample, repeat: 0, library } as const;
    const where = { priority: priority.dev, signal };
    const episode = await pool.run((at) => runner.run(plan, at), where);
    const evaluated = episode.kind === 'evaluated';
    return {
      sample: sample.id,
      update: place.update,
      correct: evaluated ? episode.correct : null,
      transcript: evaluated ? episode.transcript : null,
      skills,
      library,
      isFresh: evaluated && episode.isFresh === true,
      ...(episode.kind === 'errored' ? { fault: episode.reason } : {}),
    };
  };
  return Promise.all(batch.map(run));
}

/** `null` when there is nothing to draw a probe set from. */
function startProbe(
  kit: Kit,
  { place, batch }: UpdateInput,
  source: Results,
  signal: AbortSignal,
): Probing | null {
  const { seed, probeSize } = kit.context.options;
  const { epoch, update } = place;
  const rng = new PythonRandom(`${seed}:probe:${epoch}:${update}`);
  const probe = drawProbe(source, kit.samples, probeSize, rng);
  if (!probe) return null;
  const own = new Set(batch);
  recordProbe(kit, place, probe, !probeSamples(probe).some((sample) => own.has(sample)));
  return { probe, baseline: measureBaseline(kit, place, probe, signal) };
}

export function recordProbe(
  { context }: Kit,
  { scope, epoch, update }: Place,
  probe: ProbeSet,
  outOfSample: boolean,
): void {
  context.store.record({
    type: 'probe.drawn',
    key: `probe.drawn|${scope}`,
    epoch,
    update,
    failing: probe.failing.map(({ id }) => id),
    passing: probe.passing.map(({ id }) => id),
    outOfSample,
  });
}

/** Runs the probe set with the library as it is now. */
export function measureBaseline(
  { context, prober, librarian }: Kit,
  place: Place,
  probe: ProbeSet,
  signal: AbortSignal,
): Promise<Baseline> {
  const { scope, epoch, update } = place;
  const measured = prober.baseline(place, probe, librarian.library, signal).then((baseline) => {
    if (context.options.rules.faults === 'excluded') {
      refuseFaultsOnly([...baseline.values()], `the probe set of ${scope}`);
    }
    context.store.record({
      type: 'baseline.measured',
      key: `baseline.measured|${scope}`,
      epoch,
      update,
      ...baselineCounts(prober.measures(probe, baseline)),
    });
    return baseline;
  });
  // It is awaited later; until then a failure must not count as unhandled.
  measured.catch(() => undefined);
  return measured;
}
