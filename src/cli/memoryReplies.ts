import type { ModelReply, ReplyCache } from '../engine/ports';

/** Replies of one measurement by hand; gone with it. */
export class MemoryReplies implements ReplyCache {
  readonly #replies = new Map<string, ModelReply>();

  get(key: string): ModelReply | undefined {
    return this.#replies.get(key);
  }

  set(key: string, reply: ModelReply): void {
    this.#replies.set(key, reply);
  }
}
