import { ModelFault } from '../ports';
import { type Pool, priority } from '../pool';
import { noUsage } from '../usage';
import type { Json } from '../types';
import type { SkillWriter, WriterResult } from '../writer/types';
import type { RunContext } from './context';
import type { WriterCall, WriterReplied } from './events';
import { RunHalted, type CircuitBreaker } from './faults';

const RETRY_BASE_MS = 500;

/** Which call to the writer this is; the journal knows it by these. */
export interface WriterPlan {
  readonly call: WriterCall;
  readonly epoch: number;
  readonly update: number;
  readonly k?: number;
}

/** Asks the skill writer, once per plan and run: the journal answers for what was asked before. */
export class WriterDesk {
  constructor(
    private readonly context: RunContext,
    private readonly faults: CircuitBreaker,
    private readonly pool: Pool,
  ) {}

  /** `undefined` when nothing usable came back; the reason is in the journal. */
  async ask<T extends Json | object>(
    plan: WriterPlan,
    how: (writer: SkillWriter, signal: AbortSignal) => Promise<WriterResult<T>>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const { store, writer } = this.context;
    const { call, epoch, update, k } = plan;
    const key = ['writer', call, epoch, update, k ?? ''].join('|');
    const known = store.recall(key);
    // The journal holds what this very call had returned.
    if (known?.type === 'writer.replied') return known.reply as T;
    if (known?.type === 'writer.failed') return undefined;

    const facts = { key, call, epoch, update, ...(k === undefined ? {} : { k }) };
    const work = (at: AbortSignal): Promise<WriterResult<T>> => how(writer, at);
    const where = { priority: priority.writer, signal };
    const { rules } = this.context.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#asked(facts, work, where);
      } catch (error) {
        if (!(error instanceof ModelFault)) throw error;
        this.faults.fault(error);
        if (rules.faults === 'excluded' && error.transient) {
          // Nobody knows whether the writer answers later: what it was to write stays open.
          if (attempt > rules.rolloutRetries) throw new RunHalted(error.message, { cause: error });
          await this.context.clock.sleep(RETRY_BASE_MS * 2 ** (attempt - 1), signal);
          continue;
        }
        store.record({ type: 'writer.failed', ...facts, reason: error.message, usage: noUsage });
        return undefined;
      }
    }
  }

  /** Throws ModelFault when no answer could be had. */
  async #asked<T extends Json | object>(
    facts: Omit<WriterReplied, 'type' | 'reply' | 'usage'>,
    work: (signal: AbortSignal) => Promise<WriterResult<T>>,
    where: { readonly priority: number; readonly signal: AbortSignal },
  ): Promise<T | undefined> {
    const { store } = this.context;
    const result = await this.pool.run(work, where);
    if (result.usage.calls > 0) this.faults.answered();
    const { usage } = result;
    if (result.ok) {
      store.record({ type: 'writer.replied', ...facts, reply: result.reply as Json, usage });
      return result.reply;
    }
    store.record({ type: 'writer.failed', ...facts, reason: result.reason, usage });
    return undefined;
  }
}
