import { ModelFault } from '../ports';
import { type Pool, priority } from '../pool';
import { noUsage } from '../usage';
import type { Json, RefusedEdit } from '../types';
import { trimEdits } from '../writer/trimEdits';
import type { Shown, SkillWriter, WriterResult } from '../writer/types';
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

/** The edits of a reply, of bounded size. */
export interface Proposed {
  readonly raw: readonly Json[];
  readonly refused: readonly RefusedEdit[];
  /** `undefined` in runs of before it was noted what the writer saw. */
  readonly shown: Shown | undefined;
}

const nothing: Proposed = { raw: [], refused: [], shown: { full: [], partly: [], unseen: 0 } };

interface Answer<T> {
  readonly reply: T;
  readonly refused?: readonly RefusedEdit[];
  readonly shown?: Shown;
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
    return (await this.#ask(plan, how, (reply: T) => ({ reply }), signal))?.reply;
  }

  /**
   * Asks for edits. What is too large for one is taken out before the journal holds it, and what older versions
   * wrote into the journal is read in the same way.
   */
  async edits(
    plan: WriterPlan,
    how: (writer: SkillWriter, signal: AbortSignal) => Promise<WriterResult<readonly Json[]>>,
    signal: AbortSignal,
  ): Promise<Proposed> {
    const trimmed = (reply: readonly Json[]): Answer<readonly Json[]> => {
      const { edits, refused } = trimEdits(Array.isArray(reply) ? reply : []);
      return { reply: edits, ...(refused.length > 0 ? { refused } : {}) };
    };
    const answer = await this.#ask(plan, how, trimmed, signal);
    if (!answer) return nothing;
    return { raw: answer.reply, refused: answer.refused ?? [], shown: answer.shown };
  }

  async #ask<T extends Json | object>(
    plan: WriterPlan,
    how: (writer: SkillWriter, signal: AbortSignal) => Promise<WriterResult<T>>,
    read: (reply: T) => Answer<T>,
    signal: AbortSignal,
  ): Promise<Answer<T> | undefined> {
    const { store, writer } = this.context;
    const { call, epoch, update, k } = plan;
    const key = ['writer', call, epoch, update, k ?? ''].join('|');
    const known = store.recall(key);
    if (known?.type === 'writer.replied') {
      const { refused, shown } = known;
      return {
        // The journal holds what this very call had returned.
        ...read(known.reply as T),
        ...(refused ? { refused } : {}),
        ...(shown ? { shown } : {}),
      };
    }
    if (known?.type === 'writer.failed') return undefined;

    const facts = { key, call, epoch, update, ...(k === undefined ? {} : { k }) };
    const work = (at: AbortSignal): Promise<WriterResult<T>> => how(writer, at);
    const where = { priority: priority.writer, signal };
    const { rules } = this.context.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#asked(facts, work, read, where);
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
    facts: Pick<WriterReplied, 'key' | 'call' | 'epoch' | 'update' | 'k'>,
    work: (signal: AbortSignal) => Promise<WriterResult<T>>,
    read: (reply: T) => Answer<T>,
    where: { readonly priority: number; readonly signal: AbortSignal },
  ): Promise<Answer<T> | undefined> {
    const { store } = this.context;
    const result = await this.pool.run(work, where);
    const { usage } = result;
    if (usage.calls > 0) this.faults.answered();
    if (!result.ok) {
      store.record({ type: 'writer.failed', ...facts, reason: result.reason, usage });
      return undefined;
    }
    const { shown } = result;
    const answer = { ...read(result.reply), ...(shown ? { shown } : {}) };
    store.record({
      type: 'writer.replied',
      ...facts,
      ...answer,
      reply: answer.reply as Json,
      usage,
    });
    return answer;
  }
}
