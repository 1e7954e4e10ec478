/** One rollout, with its retries, its place in the journal and its transcript. */
import { BudgetExceeded, ModelFault, type Model } from '../ports';
import type { Library } from '../skill/library';
import type { Rollout, RolloutStatus, Sample, Transcript, TranscriptRef } from '../types';
import { addUsage, noUsage } from '../usage';
import type { MeasureContext } from './context';
import { CountingModel } from './countingModel';
import type { EpochLabel, RolloutFinished, RolloutPurpose, Scope } from './events';
import { RunHalted, type CircuitBreaker } from './faults';
import { SkillfulAgent } from './skillfulAgent';

/** Which rollout this is; the journal knows it by these. */
export interface EpisodePlan {
  readonly scope: Scope;
  readonly purpose: RolloutPurpose;
  readonly epoch: EpochLabel;
  readonly update?: number;
  readonly candidate?: string;
  readonly sample: Sample;
  readonly repeat: number;
  readonly library: Library;
}

export type Episode =
  | {
      readonly kind: 'evaluated';
      readonly status: RolloutStatus;
      readonly correct: boolean;
      readonly transcript: TranscriptRef;
      /** Was the model asked, or was everything answered from earlier replies? */
      readonly isFresh?: boolean;
    }
  | { readonly kind: 'errored'; readonly reason: string };

const RETRY_BASE_MS = 500;
/** So often an endpoint has to answer something else before a fault counts as the sample's own. */
const CHECKS = 2;

export function episodeKey(plan: EpisodePlan): string {
  const { purpose, scope, candidate, sample, repeat } = plan;
  return ['rollout', purpose, scope, candidate ?? '', sample.id, repeat].join('|');
}

function evaluated({ status, correct, transcript, usage }: RolloutFinished): Episode {
  return { kind: 'evaluated', status, correct, transcript, isFresh: usage.calls > 0 };
}

/** Faults end up as data; what stops the whole run is thrown. */
function stopsTheRun(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || error instanceof BudgetExceeded || error instanceof RunHalted;
}

function isWorthRetrying(error: unknown): boolean {
  return error instanceof ModelFault ? error.transient : true;
}

export class EpisodeRunner {
  constructor(
    private readonly context: MeasureContext,
    private readonly faults: CircuitBreaker,
  ) {}

  /**
   * Runs the episode, or answers from the journal. Throws BudgetExceeded, RunHalted, or the signal's reason.
   */
  async run(plan: EpisodePlan, signal: AbortSignal): Promise<Episode> {
    const { store, clock, options } = this.context;
    const key = episodeKey(plan);
    const known = store.recall(key);
    if (known?.type === 'rollout.finished') return evaluated(known);
    if (known?.type === 'rollout.errored') return { kind: 'errored', reason: known.reason };

    const { scope, purpose, epoch, update, candidate, sample, repeat } = plan;
    const started = clock.now();
    let usage = noUsage;
    const facts = () => ({
      key,
      scope,
      purpose,
      epoch,
      ...(update === undefined ? {} : { update }),
      ...(candidate === undefined ? {} : { candidate }),
      sample: sample.id,
      repeat,
      usage,
      ms: clock.now() - started,
    });

    let checks = 0;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const judge = new CountingModel(this.context.judge);
      const agent = new SkillfulAgent(this.context.agent, plan.library, this.context.task, {
        repeat,
        signal,
        words: options.rules.words,
      });
      let played: { readonly rollout: Rollout; readonly correct: boolean };
      try {
        played = await this.#play(plan, agent, judge.model, signal);
      } catch (error) {
        usage = addUsage(usage, addUsage(agent.usage, judge.usage));
        if (stopsTheRun(error, signal)) {
          if (usage.calls > 0) {
            const whose = candidate === undefined ? {} : { candidate };
            store.record({ type: 'rollout.aborted', sample: sample.id, ...whose, usage });
          }
          throw error;
        }
        if (attempt <= options.rules.rolloutRetries && isWorthRetrying(error)) {
          await clock.sleep(RETRY_BASE_MS * 2 ** (attempt - 1), signal);
          continue;
        }
        this.faults.fault(error);
        if (this.faults.mayBeOutage(error)) {
          const { agent: asked, judge: asks } = this.context;
          const who = judge.failed !== undefined && asks !== undefined ? asks : asked;
          await this.faults.requireAnswer(who, error, signal);
          // It answers; what has failed may have met an outage that is over.
          checks += 1;
          if (checks < CHECKS) continue;
        }
        const reason = error instanceof Error ? error.message : String(error);
        store.record({ type: 'rollout.errored', ...facts(), reason, attempts: attempt });
        return { kind: 'errored', reason };
      }
      // Behind the catch: what the store cannot keep is no fault of the rollout, and ends the run.
      usage = addUsage(usage, addUsage(agent.usage, judge.usage));
      const { rollout, correct } = played;
      const transcript = store.saveTranscript(this.#transcribe(sample, rollout, correct));
      // What was remembered says nothing about the endpoint as it is now.
      const isFresh = usage.calls > 0 || usage.reused === 0;
      if (rollout.status !== 'error' && isFresh) this.faults.answered();
      const finished: RolloutFinished = {
        type: 'rollout.finished',
        ...facts(),
        status: rollout.status,
        correct,
        transcript,
        skills: agent.skills,
        ...(agent.overflow === undefined ? {} : { overflow: agent.overflow }),
      };
      store.record(finished);
      return evaluated(finished);
    }
  }

  /** An environment's `error` status is a fault like any other, unless faults count as published. */
  async #play(
    plan: EpisodePlan,
    agent: SkillfulAgent,
    judge: Model | undefined,
    signal: AbortSignal,
  ): Promise<{ rollout: Rollout; correct: boolean }> {
    const { task, options } = this.context;
    const taskContext = { signal, repeat: plan.repeat, ...(judge === undefined ? {} : { judge }) };
    const counted = options.rules.faults === 'counted';
    try {
      const rollout = await task.rollout(plan.sample, agent, taskContext);
      if (rollout.status === 'error' && !counted) {
        throw new Error(rollout.error ?? 'the environment reported an error');
      }
      const correct =
        rollout.status === 'error' ? false : await task.evaluate(plan.sample, rollout, taskContext);
      return { rollout, correct };
    } catch (error) {
      if (!counted || stopsTheRun(error, signal)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const rollout: Rollout = {
        status: 'error',
        history: [],
        actions: [],
        answer: '',
        error: message,
      };
      return { rollout, correct: false };
    }
  }

  #transcribe(sample: Sample, rollout: Rollout, correct: boolean): Transcript {
    const { task } = this.context;
    return {
      sample: sample.id,
      instruction: sample.description,
      type: sample.type ?? 'other',
      status: rollout.status,
      correct,
      answer: rollout.answer,
      ...(sample.answer === undefined ? {} : { expected: sample.answer }),
      ...(rollout.error === undefined ? {} : { error: rollout.error }),
      failureTags: correct ? [] : (task.failureTags?.(sample, rollout) ?? []),
      actions: rollout.actions,
      history: rollout.history,
      ...(rollout.result === undefined ? {} : { result: rollout.result }),
    };
  }
}
