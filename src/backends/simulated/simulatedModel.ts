import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Model, ModelReply, ModelRequest } from '../../engine/ports';
import type { Message } from '../../engine/types';
import { actAsAgent, type Dice } from './agent';
import { BEHAVIOUR_VERSION } from './behaviour';
import { Noise } from './noise';
import { writeAsWriter } from './writer';

export const SIMULATED_LABEL = 'simulated (no language model)';

/** The reply to whatever is not the quickstart. */
export const NOT_UNDERSTOOD =
  'This is a simulation and no language model: it plays only the quickstart task and its skill writer, ' +
  'and cannot answer anything else.';

export interface SimulatedOptions {
  /** Decides who gets which mistake; 1 when absent. */
  readonly seed?: number;
  /** Above 0, repetitions of a request may differ; 0 when absent. */
  readonly temperature?: number;
  /** Share of the agent's episodes that turn out the other way, unrepeatably; 0 when absent. */
  readonly noise?: number;
  /** Time a reply takes; 0 when absent. */
  readonly latencyMs?: number;
  /** Waits out the latency; real time when absent. */
  readonly clock?: Clock;
}

/**
 * A deterministic stand-in for a language model that plays the agent of the quickstart task, with mistakes
 * that skills cure, and the skill writer. A reply depends on the messages, the seed, the temperature and the
 * repeat index alone, so it is the same over any connection and in any order; with noise, it depends also on
 * how often the same was asked before.
 */
export class SimulatedModel implements Model {
  readonly label = SIMULATED_LABEL;
  readonly identity: string;
  readonly temperature: number;
  /** Whether an equal request is sure to get an equal reply. */
  readonly isRepeatable: boolean;
  readonly #seed: number;
  readonly #noise: Noise;
  readonly #latencyMs: number;
  readonly #clock: Pick<Clock, 'sleep'>;

  constructor(options: SimulatedOptions = {}) {
    const { seed = 1, temperature = 0, noise = 0, latencyMs = 0, clock } = options;
    this.#seed = seed;
    this.temperature = temperature;
    this.#latencyMs = latencyMs;
    this.#clock = clock ?? realTime;
    this.#noise = new Noise({ rate: noise, seed });
    this.isRepeatable = noise === 0;
    this.identity =
      `simulated/${BEHAVIOUR_VERSION} seed=${seed} temperature=${temperature}` +
      (noise === 0 ? '' : ` noise=${noise}`);
  }

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    signal?.throwIfAborted();
    if (this.#latencyMs > 0) await this.#clock.sleep(this.#latencyMs, signal);
    // Asking a model takes time, in which everything else has its turn: without it nobody could stop a run.
    else await nextTurn();
    signal?.throwIfAborted();
    const { messages, repeat = 0 } = request;
    const dice = { seed: this.#seed, temperature: this.temperature, repeat };
    const content = simulate(messages, dice, this.#noise);
    return {
      content,
      finish: 'stop',
      usage: { calls: 1, ...estimateTokens(messages, content), usd: 0, reused: 0 },
    };
  }
}

/** The simulation itself. */
export function simulate(messages: readonly Message[], dice: Dice, noise: Noise): string {
  const written = writeAsWriter(messages.at(-1)?.content ?? '', dice.seed);
  if (written !== undefined) return written;
  const reply = actAsAgent(messages, dice);
  if (reply === undefined) return NOT_UNDERSTOOD;
  return noise.over(reply, { messages, repeat: dice.repeat });
}

/** Four characters a token. */
export function estimateTokens(
  messages: readonly Message[],
  content: string,
): { readonly inputTokens: number; readonly outputTokens: number } {
  const input = messages.reduce((sum, message) => sum + message.content.length, 0);
  return { inputTokens: Math.ceil(input / 4), outputTokens: Math.ceil(content.length / 4) };
}

const realTime: Pick<Clock, 'sleep'> = {
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, signal && { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
