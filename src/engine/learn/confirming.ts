/** Runs what the confirmed gate asks for, and reads its decision. */
import { nextRound, record, startConfirmation } from '../gate/confirmation';
import type { PairRequest } from '../gate/planRound';
import { defaultPolicy } from '../gate/policy';
import type { PairResult } from '../gate/results';
import { resultOf } from '../gate/rolloutResult';
import { verdictOf, type GateVerdict } from '../gate/verdict';
import type { Library } from '../skill/library';
import type { RepeatCount, Sample } from '../types';
import type { Episode } from './episode';
import type { ProbeMeasure } from './gate';
import type { GateOptions } from './options';
import { majority, type Evaluation, type Place, type Prober } from './probing';
import type { Repeatability } from './repeatability';

/** A candidate with everything that was rolled out for it, and what the gate says. */
export interface Confirmed {
  readonly evaluation: Evaluation;
  readonly gate: GateVerdict;
}

export interface Confirmation {
  /** In the order the candidates were given. */
  readonly candidates: readonly Confirmed[];
  readonly winner: Confirmed | undefined;
  /** Places of the update's error budget that are taken now. */
  readonly confirmed: number;
}

/** All rollouts of one probe, first pass first. */
interface Rollouts {
  readonly candidate: Episode[];
  readonly baseline: Episode[];
}

/** What confirming takes. */
export interface ConfirmingTools {
  readonly prober: Prober;
  readonly repeatability: Repeatability;
  /** Dev samples by id. */
  readonly samples: ReadonlyMap<string, Sample>;
  readonly gate: GateOptions;
}

/** A candidate after its first pass, and the library with it. */
export interface Contestant {
  readonly evaluation: Evaluation;
  readonly library: Library;
}

/**
 * @param before The library without any of them.
 * @param confirmedBefore Places of the update's error budget that were taken before.
 */
export async function confirmCandidates(
  tools: ConfirmingTools,
  place: Place,
  input: {
    readonly contestants: readonly Contestant[];
    readonly before: Library;
    readonly confirmedBefore: number;
  },
  signal: AbortSignal,
): Promise<Confirmation> {
  const { prober, repeatability, gate } = tools;
  const { contestants, before, confirmedBefore } = input;
  const runs = new Map(
    contestants.map((it) => [it.evaluation.candidate.id, new CandidateRuns(it, before)]),
  );
  let state = startConfirmation({
    candidates: contestants.map(({ evaluation: { candidate, measures } }) => ({
      id: candidate.id,
      measures,
    })),
    rule: prober.rule,
    calibration: repeatability.calibration,
    policy: { ...defaultPolicy, falseAccept: gate.alpha, maxRounds: gate.rounds },
    confirmedBefore,
  });
  for (;;) {
    const step = nextRound(state);
    if (step.kind === 'decided') {
      const candidates = step.candidates.flatMap((decided) => {
        const run = runs.get(decided.candidate);
        return run
          ? [{ evaluation: run.evaluation(prober), gate: verdictOf(decided, step.rates) }]
          : [];
      });
      const winner = candidates.find(({ evaluation }) => evaluation.candidate.id === step.winner);
      return { candidates, winner, confirmed: step.confirmed };
    }
    // The indices are given out first: which rollout comes first must not depend on who answers first.
    const planned = step.requests.map((request) => ({
      request,
      repeat: repeatability.nextRepeat(request.sample),
    }));
    const results = await Promise.all(
      planned.map(({ request, repeat }) => {
        const run = runs.get(request.candidate);
        return run?.pair(tools, place, { request, repeat }, signal) ?? Promise.resolve(undefined);
      }),
    );
    state = record(
      state,
      results.filter((result) => result !== undefined),
    );
  }
}

/** What has been rolled out for one candidate. */
class CandidateRuns {
  readonly #first: Evaluation;
  readonly #library: Library;
  readonly #rollouts: ReadonlyMap<string, Rollouts>;

  constructor(
    { evaluation, library }: Contestant,
    private readonly before: Library,
  ) {
    this.#first = evaluation;
    this.#library = library;
    this.#rollouts = new Map(
      evaluation.measures.map(({ sample, baseline, candidate }) => [
        sample,
        { candidate: candidate ? [candidate] : [], baseline: [baseline] },
      ]),
    );
  }

  /** Both arms of a pair side by side: what changes over time at the endpoint hits them alike. */
  async pair(
    { prober, samples }: ConfirmingTools,
    place: Place,
    { request, repeat }: { readonly request: PairRequest; readonly repeat: number },
    signal: AbortSignal,
  ): Promise<PairResult | undefined> {
    const sample = samples.get(request.sample);
    const rollouts = this.#rollouts.get(request.sample);
    if (!sample || !rollouts) return undefined;
    const plan = { ...place, candidate: request.candidate, sample, repeat };
    const [candidate, baseline] = await Promise.all([
      prober.again({ ...plan, purpose: 'probe', library: this.#library }, signal),
      request.arms === 'both'
        ? prober.again({ ...plan, purpose: 'baseline', library: this.before }, signal)
        : undefined,
    ]);
    rollouts.candidate.push(candidate);
    if (baseline) rollouts.baseline.push(baseline);
    return {
      candidate: request.candidate,
      sample: request.sample,
      outcome: resultOf(candidate),
      ...(baseline ? { baseline: resultOf(baseline) } : {}),
    };
  }

  evaluation(prober: Prober): Evaluation {
    const measures = this.#first.measures.map(({ candidate: _, ...measure }): ProbeMeasure => {
      const rollouts = this.#rollouts.get(measure.sample);
      if (!rollouts) return measure;
      const baseline = majority(rollouts.baseline);
      return rollouts.candidate.length === 0
        ? { ...measure, baseline }
        : { ...measure, baseline, candidate: majority(rollouts.candidate) };
    });
    const evaluation = prober.evaluationOf(this.#first.candidate, measures);
    const outcomes = evaluation.outcomes.map((outcome) => {
      const rollouts = this.#rollouts.get(outcome.sample);
      if (!rollouts || rollouts.candidate.length + rollouts.baseline.length <= 2) return outcome;
      const { candidate, baseline } = rollouts;
      return { ...outcome, repeats: { candidate: tally(candidate), baseline: tally(baseline) } };
    });
    return { ...evaluation, outcomes };
  }
}

function tally(episodes: readonly Episode[]): RepeatCount {
  const results = episodes.map(resultOf).filter((result) => result !== 'fault');
  return { passes: results.filter((result) => result === 'pass').length, rollouts: results.length };
}
