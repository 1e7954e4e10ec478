/**
 * A whole GRASP run: the val score before anything is learned, then epochs of updates with a val score each,
 * then back to the library that did best. Running it again over a journal continues where that one ends.
 */
import { UserError } from '../../util/errors';
import { PythonRandom } from '../random';
import type { Library } from '../skill/library';
import type { Sample } from '../types';
import { Checkpoints } from './checkpoints';
import type { RunContext } from './context';
import { resultsOf, type Entry, type Results } from './entry';
import type { EpochLabel } from './events';
import { confirms, createKit, updateScope, type Kit } from './kit';
import type { Librarian } from './librarian';
import type { LibraryState } from './overrides';
import { hasCollapsed, recoverFromCollapse } from './recovery';
import { untilIdle } from './tools';
import { runUpdate } from './update';
import { validate } from './validation';

export interface RunOutcome {
  /** `null` when no epoch scored above zero and nothing was restored. */
  readonly bestEpoch: EpochLabel | null;
  readonly library: Library;
}

/**
 * Throws what ended the run early: BudgetExceeded, RunHalted, or the signal's reason. Everything that was
 * finished by then is in the store, and nothing is under way any more.
 */
export async function runCycle(context: RunContext): Promise<RunOutcome> {
  const { task, store, options, library } = context;
  const dev = await readSplit(context, 'dev');
  const val = await readSplit(context, 'val');
  store.record({
    type: 'run.started',
    key: 'run.started',
    run: context.run,
    method: 'grasp',
    task: task.name,
    agent: context.agent.label,
    writer: context.writerLabel,
    samples: { dev: dev.length, val: val.length },
    cycle: options,
    base: library.base.map(({ file, text }) => ({ file, text })),
    learned: [...library.files()].map(([file, text]) => ({ file, text })),
  });
  const kit = createKit(context, dev);
  return untilIdle(kit.pool, context.signal, (controller) => learn(kit, dev, val, controller));
}

async function learn(
  kit: Kit,
  dev: readonly Sample[],
  val: readonly Sample[],
  controller: AbortController,
): Promise<RunOutcome> {
  const { context, librarian } = kit;
  const { signal } = controller;
  const { options, store } = context;
  const { rules } = options;
  const checkpoints = new Checkpoints(context);

  // Val decides nothing but the checkpoint: nothing waits for it, only the next val score.
  let scored: Promise<void> = Promise.resolve();
  const score = (
    epoch: EpochLabel,
    devScore: number | null,
    state: LibraryState,
  ): Promise<void> => {
    const previous = scored;
    // Asked now, between two epochs: by the time the score is there, the next epoch may have taught more.
    const isByChance = confirms(kit);
    const input = { samples: val, library: state.library, devScore };
    const measured = validate(kit, epoch, input, signal);
    scored = Promise.all([measured, previous]).then(([value]) => {
      if (epoch !== 'baseline' || rules.baselineCheckpoint)
        checkpoints.offer({ epoch, state, val: value, isByChance });
    });
    // What stops it must stop the rest, which does not look back at it before the end.
    scored.catch((error: unknown) => controller.abort(error));
    return scored;
  };

  const start = librarian.checkpoint;
  let due = options.runBaseline ? () => score('baseline', null, start) : undefined;
  let taxonomy: Readonly<Record<string, string>> = {};
  let previous: Results | null = null;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    if (!rules.overlap) await due?.();
    // Its first batch is queued at once, and the val samples that are due behind it.
    const learning = runEpoch(kit, dev, { epoch, taxonomy, previous }, signal);
    if (rules.overlap) void due?.();
    const { entries, devScore, ...result } = await learning;
    taxonomy = result.taxonomy;
    previous = resultsOf(entries);
    const state = librarian.checkpoint;
    due = () => score(epoch, devScore, state);
  }
  await due?.();

  takeLateDecisions(context, librarian, () => {
    const { best } = checkpoints;
    if (best) librarian.restore(best.state, best.epoch);
  });
  const bestEpoch = checkpoints.best?.epoch ?? null;
  const { library } = librarian;
  store.record({ type: 'run.finished', key: 'run.finished', bestEpoch, library: library.names() });
  return { bestEpoch, library };
}

/**
 * Takes up what was decided since the last update, then lets the best library be restored; and each time a
 * finished run is resumed, what was decided since then.
 */
function takeLateDecisions(
  { store }: RunContext,
  librarian: Librarian,
  restoreBest: () => void,
): void {
  const isResumed = store.recall('decisions|end') !== undefined;
  librarian.takeDecisions('end');
  restoreBest();
  for (let round = 1, wasTaken = isResumed; wasTaken; round++) {
    wasTaken = store.recall(`decisions|end|${round}`) !== undefined;
    librarian.takeDecisions(`end|${round}`);
  }
}

interface EpochResult {
  readonly entries: readonly Entry[];
  readonly taxonomy: Readonly<Record<string, string>>;
  readonly devScore: number;
}

async function runEpoch(
  kit: Kit,
  dev: readonly Sample[],
  before: {
    readonly epoch: number;
    readonly taxonomy: Readonly<Record<string, string>>;
    readonly previous: Results | null;
  },
  signal: AbortSignal,
): Promise<EpochResult> {
  const { store, options } = kit.context;
  const { epoch, previous } = before;
  const shuffled = new PythonRandom(`${options.seed}:shuffle:${epoch}`).shuffle(dev);
  const updates = Math.ceil(shuffled.length / options.updateEvery);
  const entries: Entry[] = [];
  let { taxonomy } = before;
  for (let update = 0; update < updates; update++) {
    const at = update * options.updateEvery;
    const result = await runUpdate(
      kit,
      {
        place: { scope: updateScope(epoch, update), epoch, update },
        batch: shuffled.slice(at, at + options.updateEvery),
        updates,
        earlier: entries.slice(),
        previousEpoch: previous,
        taxonomy,
      },
      signal,
    );
    entries.push(...result.entries);
    taxonomy = { ...taxonomy, ...result.newLabels };
  }
  const evaluated = entries.filter(({ correct }) => correct !== null);
  const devCorrect = evaluated.filter(({ correct }) => correct === true).length;
  const devScore = evaluated.length === 0 ? 0 : devCorrect / evaluated.length;
  if (hasCollapsed(epoch, devScore, kit.librarian.library.learned.length)) {
    await recoverFromCollapse(kit, epoch, updates, entries, signal);
  }
  store.record({
    type: 'epoch.finished',
    key: `epoch.finished|${epoch}`,
    epoch,
    devCorrect,
    devTotal: evaluated.length,
    devErrored: entries.length - evaluated.length,
    taxonomy,
  });
  return { entries, taxonomy, devScore };
}

async function readSplit({ task }: RunContext, split: 'dev' | 'val'): Promise<readonly Sample[]> {
  const samples = await task.samples(split);
  if (samples.length === 0) {
    throw new UserError(`The task "${task.name}" has no samples in its ${split} split.`, {
      fix: 'A run learns from dev and measures itself on val; both need at least one sample.',
    });
  }
  const seen = new Set<string>();
  for (const { id } of samples) {
    if (seen.has(id)) {
      throw new UserError(`The task "${task.name}" has two ${split} samples with the id "${id}".`, {
        fix: 'Give every sample an id of its own: results are kept by id.',
      });
    }
    seen.add(id);
  }
  return samples;
}
