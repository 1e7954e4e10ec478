/** Context of a model whose preset does not name it, in tokens: most that write well take as much or more. */
export const DEFAULT_CONTEXT_TOKENS = 32_768;

/** A reply's tokens where no preset limits them. */
export const DEFAULT_REPLY_TOKENS = 4096;

/** Estimates are rough; a prompt that fits by estimate has to fit in truth. */
const MARGIN = 0.9;

/** Tokens that a prompt may take, with a reply in the same context. Never less than a quarter of it. */
export function promptRoom(
  contextTokens: number = DEFAULT_CONTEXT_TOKENS,
  replyTokens: number = DEFAULT_REPLY_TOKENS,
): number {
  return Math.floor(Math.max(contextTokens - replyTokens, contextTokens / 4) * MARGIN);
}
