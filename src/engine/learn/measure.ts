/** Measuring without learning: a library on a split, and one library against another on a probe set. */
import { UserError } from '../../util/errors';
import { priority } from '../pool';
import { PythonRandom } from '../random';
import type { Library } from '../skill/library';
import type { Sample, Split } from '../types';
import type { MeasureContext } from './context';
import type { Results } from './entry';
import { meanPassAllOf } from '../gate/passK';
import type { GateVerdict } from '../gate/verdict';
import { confirmCandidates } from './confirming';
import type { Episode } from './episode';
import type { Baseline, Evaluation } from './probing';
import { Repeatability } from './repeatability';
import { drawProbe, type ProbeSet } from './probeSet';
import { createTools, untilIdle, type Tools } from './tools';

export interface SplitScore {
  readonly split: Split;
  /** Rollouts that passed. */
  readonly correct: number;
  /** Rollouts that were evaluated; errored ones are not among them. */
  readonly total: number;
  readonly errored: number;
  /** Correct over evaluated; 0 when nothing was. */
  readonly score: number;
  /** Rollouts per sample. */
  readonly repeats: number;
  /** pass^n for n = repeats: the share of samples that passed every time; `null` when none was evaluated so often. */
  readonly passAll: number | null;
  /** In sample order, the repeats of a sample one after the other. */
  readonly episodes: readonly {
    readonly sample: string;
    readonly repeat: number;
    readonly episode: Episode;
  }[];
}

/** A sample rolled out several times with one library; faults are left out. */
export interface RepeatedSample {
  readonly sample: string;
  /** In the order of the repeats. */
  readonly passed: readonly boolean[];
}

function withTools<T>(
  context: MeasureContext,
  work: (tools: Tools, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const tools = createTools(context);
  return untilIdle(tools.pool, context.signal, ({ signal }) => work(tools, signal));
}

/** Rolls samples out `repeats` times with one library, all as one pool: the agent against itself. */
export function measureRepeats(
  context: MeasureContext,
  input: {
    readonly samples: readonly Sample[];
    readonly library: Library;
    readonly repeats: number;
  },
): Promise<readonly RepeatedSample[]> {
  const { samples, library, repeats } = input;
  return withTools(context, async ({ runner, pool }, signal) => {
    const plan = { scope: 'eval|repeats', purpose: 'eval', epoch: 'baseline', library } as const;
    const where = { priority: priority.dev, signal };
    const rounds = Array.from({ length: repeats }, (_, repeat) => repeat);
    // Repeats of a sample lie as far apart as they do in a run.
    const runs = rounds.flatMap((repeat) => samples.map((sample) => ({ sample, repeat })));
    const episodes = await Promise.all(
      runs.map(async ({ sample, repeat }) => ({
        sample: sample.id,
        episode: await pool.run((at) => runner.run({ ...plan, sample, repeat }, at), where),
      })),
    );
    return samples.map(({ id }) => ({
      sample: id,
      passed: episodes.flatMap(({ sample, episode }) =>
        sample === id && episode.kind === 'evaluated' ? [episode.correct] : [],
      ),
    }));
  });
}

/** Runs a frozen library on samples of a split. */
export function evaluateSplit(
  context: MeasureContext,
  input: {
    readonly split: Split;
    readonly samples: readonly Sample[];
    readonly library: Library;
    /** Rollouts per sample; 1 when absent. */
    readonly repeats?: number;
  },
): Promise<SplitScore> {
  const { split, samples, library, repeats = 1 } = input;
  return withTools(context, async ({ runner, pool }, signal) => {
    const plan = { scope: `eval|${split}`, purpose: 'eval', epoch: 'baseline', library } as const;
    const where = { priority: priority.dev, signal };
    const rounds = Array.from({ length: repeats }, (_, repeat) => repeat);
    const episodes = await Promise.all(
      samples.flatMap((sample) =>
        rounds.map(async (repeat) => ({
          sample: sample.id,
          repeat,
          episode: await pool.run((at) => runner.run({ ...plan, sample, repeat }, at), where),
        })),
      ),
    );
    const evaluated = episodes.flatMap(({ episode }) =>
      episode.kind === 'evaluated' ? [episode] : [],
    );
    const correct = evaluated.filter((episode) => episode.correct).length;
    const total = evaluated.length;
    const score = total === 0 ? 0 : correct / total;
    const errored = episodes.length - total;
    const passAll = meanPassAllOf(
      repeats,
      samples.map(({ id }) => countOf(id, episodes)),
    );
    return { split, correct, total, errored, score, repeats, passAll, episodes };
  });
}

function countOf(
  id: string,
  episodes: SplitScore['episodes'],
): { readonly passes: number; readonly repeats: number } {
  const passed = episodes.flatMap(({ sample, episode }) =>
    sample === id && episode.kind === 'evaluated' ? [episode.correct] : [],
  );
  return { passes: passed.filter(Boolean).length, repeats: passed.length };
}

/** An edited library against a saved one. */
export interface Comparison {
  /** How the saved library did on all samples the probe set was drawn from. */
  readonly before: SplitScore;
  readonly probe: ProbeSet;
  readonly evaluation: Evaluation;
  /** What the confirmed gate says; absent where one rollout per probe decides. */
  readonly gate?: GateVerdict;
}

/**
 * Draws a balanced probe set from what passes and fails with the saved library, and runs it with both.
 * @throws UserError when there is nothing to draw from.
 */
export async function compareLibraries(
  context: MeasureContext,
  input: {
    readonly samples: readonly Sample[];
    readonly saved: Library;
    readonly edited: Library;
  },
): Promise<Comparison> {
  const { samples, saved, edited } = input;
  const { options, agent, judge } = context;
  const { probeSize, seed } = options;
  const before = await evaluateSplit(context, { split: 'dev', samples, library: saved });
  const results: Results = new Map(
    before.episodes.flatMap(({ sample, episode }) =>
      episode.kind === 'evaluated' ? [[sample, episode.correct] as const] : [],
    ),
  );
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const probe = drawProbe(results, byId, probeSize, new PythonRandom(`${seed}:probe:by-hand`));
  if (!probe) {
    throw new UserError(
      'There is nothing to draw a probe set from: no sample could be evaluated.',
      {
        fix: 'Look at the faults above, or raise `cycle.grpo_eval_n` if it is below 2.',
      },
    );
  }
  return withTools(context, async ({ prober }, signal) => {
    const place = { scope: 'probe', epoch: 0, update: 0 };
    const baseline = await prober.baseline(place, probe, saved, signal);
    const candidate = { id: 'by-hand', edits: [], label: null };
    // Not in a race: whoever asks by hand wants to see every probe.
    const input = { probe, baseline, library: edited };
    const evaluation = await prober.evaluate(place, candidate, input, signal);
    const repeatability = new Repeatability(agent, judge, options.probeRepeats);
    if (options.gate.kind === 'published' || repeatability.isDeterministic) {
      return { before, probe, evaluation };
    }
    observe(repeatability, saved, before, baseline);
    const { candidates } = await confirmCandidates(
      { prober, repeatability, samples: byId, gate: options.gate },
      place,
      { contestants: [{ evaluation, library: edited }], before: saved, confirmedBefore: 0 },
      signal,
    );
    const [confirmed] = candidates;
    return confirmed ? { before, probe, ...confirmed } : { before, probe, evaluation };
  });
}

/** The saved library has been rolled out twice on every probe: that tells how repeatable the agent is. */
function observe(
  repeatability: Repeatability,
  saved: Library,
  { episodes }: SplitScore,
  baseline: Baseline,
): void {
  const probed = episodes.filter(({ sample }) => baseline.has(sample));
  repeatability.observeBaseline(saved, new Map(probed.map((it) => [it.sample, it.episode])));
  repeatability.observeBaseline(saved, baseline);
}
