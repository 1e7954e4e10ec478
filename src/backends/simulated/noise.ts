import type { ModelRequest } from '../../engine/ports';
import { requestKey } from '../requestKey';
import { isWithin, prose } from './agent';
import { type Conversation, type Reading, readConversation } from './conversation';
import { fraction, pick } from './hash';

export interface NoiseOptions {
  /** Share of the episodes that turn out the other way, from 0 to 1. */
  readonly rate: number;
  readonly seed: number;
}

/**
 * What makes the simulated agent unrepeatable: now and then an episode turns out the other way. Whether it
 * does depends on the seed, the request, and how often this very request was answered before, and so not
 * on the order in which different requests arrive.
 */
export class Noise {
  readonly #rate: number;
  readonly #seed: number;
  readonly #answered = new Map<string, number>();

  constructor({ rate, seed }: NoiseOptions) {
    this.#rate = rate;
    this.#seed = seed;
  }

  /** The agent's reply, or one of the opposite outcome where the reply decides the episode. */
  over(reply: string, request: Pick<ModelRequest, 'messages' | 'repeat'>): string {
    if (this.#rate === 0) return reply;
    const conversation = readConversation(request.messages);
    // An episode with a POST in it is lost however it ends: what decided it was the POST.
    if (!conversation?.readings || conversation.hasPosted) return reply;
    const chance = [this.#seed, ...this.#timeOf(request)] as const;
    if (fraction('noise', ...chance) >= this.#rate) return reply;
    const right = rightAnswer(conversation.now, conversation.readings);
    if (reply !== finish(right)) return finish(right);
    return pick(slips(conversation, conversation.readings, right), 'slip', ...chance);
  }

  #timeOf({ messages, repeat }: Pick<ModelRequest, 'messages' | 'repeat'>) {
    const key = requestKey({ messages, repeat: repeat ?? 0, purpose: 'agent' });
    const before = this.#answered.get(key) ?? 0;
    this.#answered.set(key, before + 1);
    return [key, before] as const;
  }
}

const MISSING = -1;

function rightAnswer(now: number, readings: readonly Reading[]): number {
  const current = readings.filter(({ at }) => isWithin(now, at, 24));
  return current.toSorted((a, b) => b.at - a.at)[0]?.value ?? MISSING;
}

/** Wrong replies of one whose habits would have it answer rightly. */
function slips(
  { patient }: Conversation,
  readings: readonly Reading[],
  right: number,
): [string, ...string[]] {
  const values = [MISSING, ...readings.map(({ value }) => value)];
  const unit = 'mg/dL';
  return [
    prose(patient, { value: right === MISSING ? undefined : right, unit }),
    `FINISH(["${right} ${unit}"])`,
    ...values.filter((value) => value !== right).map(finish),
  ];
}

function finish(value: number): string {
  return `FINISH([${value}])`;
}
