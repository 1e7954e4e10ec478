import type { ModelReply, ReplyCache } from '../../src/engine/ports';

/** A reply cache that ends with the test. */
export function mapCache(): ReplyCache {
  const replies = new Map<string, ModelReply>();
  return { get: (key) => replies.get(key), set: (key, reply) => void replies.set(key, reply) };
}
