import type { Model, ModelReply, WriterHints } from '../ports';
import { ContextLimitError } from '../ports';
import type { Json } from '../types';
import { addUsage, noUsage } from '../usage';
import { clippedLine } from './oneLine';
import { parseClassify, parseDiagnose, parseEdits } from './parseReply';
import { classifyPrompt } from './prompts/classify';
import { diagnosePrompt } from './prompts/diagnose';
import type { PromptOptions } from './prompts/options';
import { proposePrompt } from './prompts/propose';
import { revisePrompt } from './prompts/revise';
import type {
  ClassifyInput,
  ClassifyReply,
  DiagnoseInput,
  ProposeInput,
  ReviseInput,
  Shown,
  SkillWriter,
  WriterResult,
} from './types';

export interface ModelSkillWriterOptions {
  /** Edits wanted per proposal. */
  readonly maxProposals: number;
  /** How many learned skills the library may hold. */
  readonly capacity: number;
  readonly hints?: WriterHints | undefined;
  /** Tokens that a prompt may take; by default what a model of unknown context has room for. */
  readonly promptTokens?: number | undefined;
  /** May a MODIFY patch a skill by hunks? Default yes. */
  readonly patches?: boolean | undefined;
}

interface Prompt {
  readonly text: string;
  readonly shown?: Shown;
}

interface Ask<T> {
  readonly prompt: (options: PromptOptions) => Prompt;
  /** `undefined` for a reply that cannot be used. */
  readonly parse: (reply: ModelReply) => T | undefined;
  /** What the reply should have held, for the reason of a failure. */
  readonly wanted: string;
  readonly repeat?: number | undefined;
}

/**
 * The skill writer that asks a language model: one message per call, and one more, shorter, when the
 * answer cannot be used or the first message was too long for the model.
 */
export class ModelSkillWriter implements SkillWriter {
  readonly #model: Model;
  readonly #options: ModelSkillWriterOptions;

  constructor(model: Model, options: ModelSkillWriterOptions) {
    this.#model = model;
    this.#options = options;
  }

  async classify(input: ClassifyInput, signal: AbortSignal): Promise<WriterResult<ClassifyReply>> {
    if (input.failing.length === 0) return nothing({ labels: {}, new_labels: {} });
    return this.#ask(
      {
        prompt: (options) => ({ text: classifyPrompt(input, options) }),
        parse: (reply) => parseClassify(reply.content, input),
        wanted: 'a label for any of the failing samples',
      },
      signal,
    );
  }

  async diagnose(
    input: DiagnoseInput,
    signal: AbortSignal,
  ): Promise<WriterResult<Readonly<Record<string, string>>>> {
    if (input.failing.length === 0) return nothing({});
    return this.#ask(
      {
        prompt: (options) => ({ text: diagnosePrompt(input, options) }),
        parse: (reply) => parseDiagnose(reply.content, input.failing),
        wanted: 'a sentence for any of the failing samples',
      },
      signal,
    );
  }

  async propose(input: ProposeInput, signal: AbortSignal): Promise<WriterResult<readonly Json[]>> {
    return this.#ask(
      { prompt: (options) => proposePrompt(input, options), ...edits, repeat: input.k },
      signal,
    );
  }

  async revise(input: ReviseInput, signal: AbortSignal): Promise<WriterResult<readonly Json[]>> {
    if (input.regressed.length === 0) return nothing([]);
    return this.#ask({ prompt: (options) => revisePrompt(input, options), ...edits }, signal);
  }

  async #ask<T>(ask: Ask<T>, signal: AbortSignal): Promise<WriterResult<T>> {
    let usage = noUsage;
    let reason = '';
    for (const shorter of [false, true]) {
      signal.throwIfAborted();
      const { text, shown } = ask.prompt({ ...this.#options, shorter });
      const reply = await this.#complete(text, ask.repeat, signal);
      if (reply === undefined) {
        reason = 'the request was too long for the model, even with shortened traces';
        continue;
      }
      usage = addUsage(usage, reply.usage);
      const parsed = ask.parse(reply);
      if (parsed !== undefined) {
        return { ok: true, reply: parsed, usage, ...(shown ? { shown } : {}) };
      }
      reason = complaint(reply, ask.wanted);
    }
    return { ok: false, reason, usage };
  }

  /** `undefined` when the message does not fit the model. */
  async #complete(
    content: string,
    repeat: number | undefined,
    signal: AbortSignal,
  ): Promise<ModelReply | undefined> {
    // At temperature 0 an equal request has an equal answer; only above it do repetitions differ.
    const varies = this.#model.temperature !== 0 && repeat !== undefined;
    try {
      return await this.#model.complete(
        {
          messages: [{ role: 'user', content }],
          purpose: 'writer',
          ...(varies ? { repeat } : {}),
        },
        signal,
      );
    } catch (error) {
      if (error instanceof ContextLimitError) return undefined;
      throw error;
    }
  }
}

const edits = {
  parse: (reply: ModelReply) => parseEdits(reply.content, reply.finish === 'length'),
  wanted: 'a list of edits',
};

function nothing<T>(reply: T): WriterResult<T> {
  return { ok: true, reply, usage: noUsage };
}

function complaint(reply: ModelReply, wanted: string): string {
  if (reply.finish === 'length') {
    return `the reply was cut off by its token limit before it held ${wanted}; raise the writer's max_tokens`;
  }
  if (reply.content.trim() === '') return 'the reply was empty';
  return `the reply did not hold ${wanted}; it began ${JSON.stringify(clippedLine(reply.content, 100))}`;
}
