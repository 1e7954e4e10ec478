/** Runs probe sets: once with the current library, and once for every candidate. */
import { linkedController } from '../../util/abort';
import { leadingStage, publishedStages } from '../gate/stages';
import { priority, type Pool } from '../pool';
import type { Library } from '../skill/library';
import type { ProbeOutcome, Score } from '../types';
import type { Candidate } from './candidates';
import type { MeasureContext } from './context';
import type { Episode, EpisodePlan, EpisodeRunner } from './episode';
import type { CandidateJudged, Scope } from './events';
import { refuseFaultsOnly } from './faults';
import {
  outcomeOf,
  prospectOf,
  scoreOf,
  standingOf,
  type GateRule,
  type ProbeMeasure,
  type Standing,
} from './gate';
import type { ProbeSet } from './probeSet';
import { probeSamples } from './probeSet';
import type { Race } from './race';

/** Where in the run a probe happens. */
export interface Place {
  readonly scope: Scope;
  readonly epoch: number;
  readonly update: number;
}

export type Baseline = ReadonlyMap<string, Episode>;

/** A candidate and what its probe came to. */
export interface Evaluation {
  readonly candidate: Candidate;
  readonly score: Score;
  readonly standing: Standing;
  /** False when it was stopped early; such a candidate cannot win. */
  readonly complete: boolean;
  readonly outcomes: readonly ProbeOutcome[];
  /** What the outcomes are of; empty where an earlier process of the run had judged it. */
  readonly measures: readonly ProbeMeasure[];
}

class StoppedEarly extends Error {
  override readonly name = 'StoppedEarly';
}

/** Several rollouts of one sample as one: it passes if most of those that were evaluated did. */
export function majority(episodes: readonly Episode[]): Episode {
  const evaluated = episodes.filter((episode) => episode.kind === 'evaluated');
  const passes = evaluated.filter((episode) => episode.correct);
  const fails = evaluated.filter((episode) => !episode.correct);
  const decided = passes.length > fails.length ? passes[0] : fails[0];
  return decided ?? episodes[0] ?? { kind: 'errored', reason: 'it did not run' };
}

export class Prober {
  readonly rule: GateRule;

  constructor(
    private readonly context: MeasureContext,
    private readonly runner: EpisodeRunner,
    private readonly pool: Pool,
  ) {
    const { invalidActionPenalty, rules } = context.options;
    this.rule = {
      penalty: invalidActionPenalty,
      faults: rules.faults,
      minCoverage: rules.minCoverage,
    };
  }

  /** The probe set with the current library. */
  async baseline(
    place: Place,
    probe: ProbeSet,
    library: Library,
    signal: AbortSignal,
  ): Promise<Baseline> {
    const samples = probeSamples(probe);
    const plan = { ...place, purpose: 'baseline', library } as const;
    const episodes = await Promise.all(
      samples.map((sample) => this.#measure({ ...plan, sample }, priority.baseline, signal)),
    );
    return new Map(samples.map((sample, i) => [sample.id, episodes[i] ?? majority([])]));
  }

  /**
   * The probe set with the candidate applied. In a race, and with early stopping, the candidate is given up as
   * soon as it can no longer win; then its counts are partial and the evaluation is not complete.
   */
  async evaluate(
    place: Place,
    candidate: Candidate,
    input: {
      readonly probe: ProbeSet;
      readonly baseline: Baseline;
      /** The library with the candidate applied. */
      readonly library: Library;
      readonly race?: Race;
    },
    signal: AbortSignal,
  ): Promise<Evaluation> {
    const { probe, baseline, library, race } = input;
    const stopsEarly = race !== undefined && this.context.options.rules.earlyStop;
    const results = new Map<string, Episode>();
    const measures = (): ProbeMeasure[] => this.measures(probe, baseline, results);

    const { controller, release } = linkedController(signal);
    const giveUpIfLost = (): void => {
      if (stopsEarly && race.isLost(candidate.id, prospectOf(measures(), this.rule))) {
        controller.abort(new StoppedEarly());
      }
    };
    const unwatch = race?.watch(giveUpIfLost);
    const plan = { ...place, purpose: 'probe', candidate: candidate.id, library } as const;
    const samples = new Map(probeSamples(probe).map((sample) => [sample.id, sample]));
    const probeOne = async (id: string): Promise<void> => {
      const sample = samples.get(id);
      if (!sample) return;
      try {
        results.set(
          id,
          await this.#measure({ ...plan, sample }, priority.probe, controller.signal),
        );
      } catch (error) {
        if (controller.signal.reason instanceof StoppedEarly) return;
        throw error;
      }
      giveUpIfLost();
    };
    try {
      giveUpIfLost();
      const all = measures();
      for (const stage of stopsEarly ? publishedStages(all) : [all]) {
        if (controller.signal.reason instanceof StoppedEarly) break;
        await Promise.all(stage.map(({ sample }) => probeOne(sample)));
      }
    } finally {
      unwatch?.();
      release();
    }
    this.#refuseFaultsOnly(results, candidate);
    const done = measures();
    const score = scoreOf(done, this.rule);
    const complete = done.every((measure) => measure.candidate !== undefined);
    const standing = complete ? standingOf(done, this.rule) : this.#lostHow(done);
    if (complete && standing === 'admissible') race?.finished(candidate.id, score.adjusted);
    return { candidate, score, standing, complete, outcomes: done.map(toOutcome), measures: done };
  }

  /**
   * The first pass over a candidate that is to be confirmed: the failing half, which tells who leads. It decides
   * nothing, and is no race.
   */
  async lead(
    place: Place,
    candidate: Candidate,
    input: { readonly probe: ProbeSet; readonly baseline: Baseline; readonly library: Library },
    signal: AbortSignal,
  ): Promise<Evaluation> {
    const { probe, baseline, library } = input;
    const plan = { ...place, purpose: 'probe', candidate: candidate.id, library } as const;
    const leading = new Set(leadingStage(this.measures(probe, baseline)).map((it) => it.sample));
    const results = new Map<string, Episode>();
    await Promise.all(
      probeSamples(probe)
        .filter(({ id }) => leading.has(id))
        .map(async (sample) => {
          results.set(sample.id, await this.#measure({ ...plan, sample }, priority.probe, signal));
        }),
    );
    this.#refuseFaultsOnly(results, candidate);
    return this.evaluationOf(candidate, this.measures(probe, baseline, results));
  }

  /** @throws RunHalted: an edit that could not be measured is not judged. */
  #refuseFaultsOnly(results: ReadonlyMap<string, Episode>, { id }: Candidate): void {
    if (this.rule.faults === 'counted') return;
    refuseFaultsOnly([...results.values()], `the probes of ${id}`);
  }

  /** One more rollout of a probe: with the edit, or with the library before it beside it. */
  again(plan: EpisodePlan, signal: AbortSignal): Promise<Episode> {
    return this.pool.run((at) => this.runner.run(plan, at), { priority: priority.probe, signal });
  }

  /** A candidate by whatever of its probe has run. */
  evaluationOf(candidate: Candidate, measures: readonly ProbeMeasure[]): Evaluation {
    const run = measures.filter(hasRun);
    return {
      candidate,
      score: scoreOf(run, this.rule),
      standing: standingOf(run, this.rule),
      complete: measures.every(hasRun),
      outcomes: measures.map(toOutcome),
      measures,
    };
  }

  /** The probe set as the gate looks at it: failing samples, then passing ones. */
  measures(
    probe: ProbeSet,
    baseline: Baseline,
    results: ReadonlyMap<string, Episode> = new Map(),
  ): ProbeMeasure[] {
    return [probe.failing, probe.passing].flatMap((half, i) =>
      half.map(({ id }) => {
        const result = results.get(id);
        return {
          sample: id,
          passedBefore: i === 1,
          baseline: baseline.get(id) ?? majority([]),
          ...(result === undefined ? {} : { candidate: result }),
        };
      }),
    );
  }

  /** How a probe that was stopped early was lost. */
  #lostHow(measures: readonly ProbeMeasure[]): Standing {
    const { vetoed, upperBound } = prospectOf(measures, this.rule);
    if (vetoed) return 'regresses';
    // What faults have kept from being won was not lost by the edit.
    if (standingOf(measures.filter(hasRun), this.rule) === 'inconclusive') return 'inconclusive';
    return upperBound <= 0 ? 'no gain' : 'admissible';
  }

  async #measure(
    plan: Omit<EpisodePlan, 'repeat'>,
    place: number,
    signal: AbortSignal,
  ): Promise<Episode> {
    const repeats = Array.from({ length: this.context.options.probeRepeats }, (_, i) => i);
    return majority(
      await Promise.all(
        repeats.map((repeat) =>
          this.pool.run((at) => this.runner.run({ ...plan, repeat }, at), {
            priority: place,
            signal,
          }),
        ),
      ),
    );
  }
}

function hasRun({ candidate }: ProbeMeasure): boolean {
  return candidate !== undefined;
}

function toOutcome(measure: ProbeMeasure): ProbeOutcome {
  const { sample, passedBefore, baseline, candidate } = measure;
  return {
    sample,
    outcome: outcomeOf(measure),
    passedBefore,
    baselineCorrect: baseline.kind === 'evaluated' ? baseline.correct : null,
    ...(baseline.kind === 'evaluated' ? { baselineTranscript: baseline.transcript } : {}),
    ...(candidate?.kind === 'evaluated'
      ? { status: candidate.status, transcript: candidate.transcript }
      : {}),
    ...(candidate?.kind === 'errored' ? { reason: candidate.reason } : {}),
  };
}

/** The evaluation an earlier process of this run had come to. */
export function recalledEvaluation(candidate: Candidate, event: CandidateJudged): Evaluation {
  const { score, complete, outcomes, verdict } = event;
  const standing =
    verdict === 'inconclusive'
      ? 'inconclusive'
      : score.regressions > score.baselineRegressions
        ? 'regresses'
        : complete && score.adjusted <= 0
          ? 'no gain'
          : 'admissible';
  return { candidate, score, standing, complete, outcomes, measures: [] };
}
