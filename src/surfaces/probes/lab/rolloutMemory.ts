import { requestKey } from '../../../backends/requestKey';
import type { Agent } from '../../../engine/ports';
import type { Episode } from '../../../engine/learn/episode';
import { chooseAndInject } from '../../../engine/skill/inject';
import type { Library } from '../../../engine/skill/library';
import type { Message, Sample, ToolSpec, Transcript } from '../../../engine/types';
import { BoundedMap } from './boundedMap';

/** A rollout that was evaluated. */
export interface Played {
  readonly episode: Extract<Episode, { kind: 'evaluated' }>;
  readonly transcript: Transcript;
  /** Model calls it took, made or not. */
  readonly calls: number;
}

/** What a task gave its agent for one decision, before any skill was put in. */
export interface Asked {
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolSpec[];
}

/** A point of a rollout: the next decision, or the end. */
type Point =
  { readonly kind: 'asks'; readonly asked: Asked } | { readonly kind: 'ends'; played: Played };

const MAX_CHARACTERS = 24_000_000;

/**
 * Rollouts played before, by what the model was really sent. A rollout with another library would go the
 * same way as long as the same skills, as the same text, end up in front of the model; so a change that a
 * sample never gets to see needs neither a call nor a rollout.
 */
export class RolloutMemory {
  readonly #points = new BoundedMap<Point>(MAX_CHARACTERS, weightOf);

  constructor(private readonly hook: ((first: string) => string | undefined) | undefined) {}

  /** How the rollout would end with this library; `undefined` when that was not played yet. */
  recall(sample: Sample, repeat: number, library: Library): Played | undefined {
    let key = rootOf(sample, repeat);
    for (;;) {
      const point = this.#points.get(key);
      if (point === undefined) return undefined;
      if (point.kind === 'ends') return point.played;
      key = this.#after(key, point.asked, library);
    }
  }

  keep(
    sample: Sample,
    repeat: number,
    library: Library,
    rollout: { readonly asked: readonly Asked[]; readonly played: Played },
  ): void {
    let key = rootOf(sample, repeat);
    for (const asked of rollout.asked) {
      this.#points.set(key, { kind: 'asks', asked });
      key = this.#after(key, asked, library);
    }
    this.#points.set(key, { kind: 'ends', played: rollout.played });
  }

  #after(key: string, { messages, tools }: Asked, library: Library): string {
    const sent = chooseAndInject(messages, library, this.hook).messages;
    const content = tools === undefined ? { messages: sent } : { messages: sent, tools };
    return `${key}|${requestKey({ ...content, purpose: 'agent' }).slice(0, 32)}`;
  }
}

/** The agent, and what it was asked. */
export function noting(agent: Agent, asked: Asked[]): Agent {
  return {
    act: (messages, options = {}) => {
      asked.push({ messages, ...options });
      return agent.act(messages, options);
    },
  };
}

function rootOf({ id }: Sample, repeat: number): string {
  return `${repeat}|${id}`;
}

function weightOf(point: Point): number {
  const history = point.kind === 'asks' ? point.asked.messages : point.played.transcript.history;
  return history.reduce((sum, { content }) => sum + content.length, 200);
}
