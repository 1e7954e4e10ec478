import OpenAI from 'openai';
import { ModelFault } from '../engine/ports';
import type { Clock, Model, ModelReply, ModelRequest } from '../engine/ports';
import type { Json } from '../engine/types';
import { noUsage } from '../engine/usage';
import { linkedController } from '../util/abort';
import { canonicalJson } from './canonicalJson';
import type { CallContext } from './chatFailure';
import {
  attemptFailure,
  faultyReply,
  neverReached,
  neverWorked,
  notACompletion,
  reachedServer,
  timedOut,
  troubleOf,
} from './chatFailure';
import type { Prices } from './chatReply';
import { chatReply } from './chatReply';
import { chatRequest } from './chatRequest';
import { checkEndpoint } from './endpoint';
import { plainFetch } from './httpFailure';
import type { RetryOptions } from './retry';
import { AttemptFailed, defaultRetry, retrying } from './retry';
import type { Waiting } from './retry';
import { Secret } from './secret';
import { withSpent } from './spentByFailure';
import { systemClock } from './systemClock';

export interface OpenAIChatOptions {
  /** Up to and without `/chat/completions`. */
  readonly baseURL: string;
  readonly model: string;
  /** None for local servers. */
  readonly apiKey?: Secret | undefined;
  /** Not sent when `undefined`. */
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** For one attempt; default 120 s. */
  readonly timeoutMs?: number | undefined;
  readonly extraBody?: Readonly<Record<string, Json>> | undefined;
  readonly prices?: Prices | undefined;
  readonly retry?: Partial<RetryOptions> | undefined;
  /** For the label; default the host. */
  readonly name?: string | undefined;
  /** Where to look when the key is refused, for people. */
  readonly keyFrom?: string | undefined;
  readonly clock?: Clock | undefined;
  /** Hears of every wait before another attempt. */
  readonly onWait?: ((waiting: Waiting) => void) | undefined;
  /** Uniform in [0, 1), for the jitter of waits. */
  readonly random?: (() => number) | undefined;
}

/** So often a server is looked for that has never answered. */
const FIRST_CONTACT_ATTEMPTS = 3;
/** So often a server is asked that has never given a reply, while it only fails or is late. */
const FIRST_REPLY_ATTEMPTS = 4;

/**
 * Any server that speaks the chat completions API: OpenAI, vLLM, Ollama, LM Studio, llama.cpp, …
 * The constructor throws a UserError for an endpoint that is no URL or would leak the key.
 */
export class OpenAIChatModel implements Model {
  readonly label: string;
  readonly identity: string;
  readonly temperature: number | undefined;
  readonly #options: OpenAIChatOptions;
  readonly #client: OpenAI;
  readonly #url: string;
  readonly #key: string | undefined;
  readonly #timeoutMs: number;

  constructor(options: OpenAIChatOptions) {
    const key = Secret.reveal(options.apiKey);
    const baseURL = checkEndpoint(options.baseURL, key !== undefined);
    const { model, temperature, maxTokens, extraBody } = options;
    this.#options = options;
    this.#key = key;
    this.#url = `${baseURL}/chat/completions`;
    this.#timeoutMs = options.timeoutMs ?? 120_000;
    this.label = `${model} @ ${options.name ?? new URL(baseURL).host}`;
    this.identity = canonicalJson({
      backend: 'openai-chat',
      baseURL,
      model,
      temperature,
      maxTokens,
      extraBody,
    });
    this.temperature = temperature;
    this.#client = new OpenAI({
      baseURL,
      // Said explicitly, or the library takes them from the environment, whichever server this is.
      apiKey: key ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: 'off',
      maxRetries: 0,
      // Ours ends earlier; it also covers the reading of the body.
      timeout: this.#timeoutMs + 10_000,
      // All that plainFetch lets through; else OPENAI_CUSTOM_HEADERS could put something of its own in their place.
      defaultHeaders: {
        Accept: 'application/json',
        Authorization: key === undefined ? null : `Bearer ${key}`,
        'Content-Type': 'application/json',
      },
      fetch: plainFetch,
    });
  }

  #hasAnswered = false;
  #hasReplied = false;

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    const { clock = systemClock, random = Math.random, retry, prices } = this.#options;
    const limits = { ...defaultRetry, ...retry };
    const contact = Math.min(FIRST_CONTACT_ATTEMPTS, limits.attempts);
    const patience = Math.min(FIRST_REPLY_ATTEMPTS, limits.attempts);
    const troubles: (string | undefined)[] = [];
    let calls = 0;
    const attempt = async (number: number): Promise<ModelReply> => {
      try {
        const body = await this.#ask(request, clock, signal);
        this.#hasAnswered = true;
        const read = chatReply(body, request, { attempts: calls + 1, prices, key: this.#key });
        if (read.kind === 'reply') {
          this.#hasReplied = true;
          return read.reply;
        }
        throw read.kind === 'fault'
          ? faultyReply(read.said, this.#context(clock))
          : notACompletion(body, this.#context(clock));
      } catch (error) {
        if (!(error instanceof AttemptFailed)) throw error;
        if (reachedServer(error)) {
          calls += 1;
          this.#hasAnswered = true;
        }
        troubles.push(troubleOf(error));
        const onlyTrouble = troubles.filter((it) => it !== undefined);
        if (
          !this.#hasReplied &&
          this.#hasAnswered &&
          number >= patience &&
          onlyTrouble.length === number
        ) {
          throw neverWorked(error, onlyTrouble, this.#context(clock));
        }
        // What has never given a reply and answers with something else is no model.
        if (!this.#hasReplied && isWrongKind(error)) throw neverReached(error);
        // A server that was there may come back. One that never was is rather a wrong address.
        throw this.#hasAnswered || number < contact ? error : neverReached(error);
      }
    };
    try {
      return await retrying(attempt, limits, {
        clock,
        signal,
        random,
        onWait: this.#options.onWait,
      });
    } catch (error) {
      if (error instanceof Error && calls > 0 && !signal?.aborted) {
        withSpent(error, { ...noUsage, calls });
      }
      throw error;
    }
  }

  /** One attempt; the parsed body of a 2xx. */
  async #ask(request: ModelRequest, clock: Clock, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const sent = chatRequest(request, this.#options);
    // A controller per attempt, unlinked at its end: the library never lets go of a signal, and a
    // run's signal outlives thousands of attempts.
    const link = signal && linkedController(signal);
    const controller = link?.controller ?? new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, this.#timeoutMs);
    try {
      const body: unknown = await this.#client.chat.completions.create(sent, {
        signal: controller.signal,
      });
      return typeof body === 'string' ? parsed(body) : body;
    } catch (error) {
      signal?.throwIfAborted();
      throw late ? timedOut(this.#context(clock)) : attemptFailure(error, this.#context(clock));
    } finally {
      clearTimeout(timer);
      link?.release();
    }
  }

  #context(clock: Clock): CallContext {
    return {
      url: this.#url,
      model: this.#options.model,
      timeoutMs: this.#timeoutMs,
      key: this.#key,
      keyFrom: this.#options.keyFrom ?? 'the API key',
      now: clock.now(),
      longestWaitMs: this.#options.retry?.maxAskedMs ?? defaultRetry.maxAskedMs,
    };
  }
}

/** An answer that is none of a model's, and would be none if it were asked again. */
function isWrongKind({ error, next }: AttemptFailed): boolean {
  return !next.again && error instanceof ModelFault && error.kind === 'server';
}

/** JSON that was sent under another content type; anything else stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
