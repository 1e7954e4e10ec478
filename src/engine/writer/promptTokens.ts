/** Context of a model whose preset does not name it, in tokens: most that write well take as much or more. */
export const DEFAULT_CONTEXT_TOKENS = 32_768;

/** A reply's tokens where no preset limits them. */
export const DEFAULT_REPLY_TOKENS = 4096;

/** Estimates are rough; a prompt that fits by estimate has to fit in truth. */
const MARGIN = 0.9;

/**
 * Tokens of a text, rather too many than too few: some three and a half characters of Latin script make one, and
 * a character of most other scripts is one by itself.
 */
export function roughTokens(text: string): number {
  const others = text.match(/[^\0-\u024f]/g)?.length ?? 0;
  return Math.ceil((text.length - others) / 3.5 + others);
}

/** Tokens that a prompt may take, with a reply in the same context. Never less than a quarter of it. */
export function promptRoom(
  contextTokens: number = DEFAULT_CONTEXT_TOKENS,
  replyTokens: number = DEFAULT_REPLY_TOKENS,
): number {
  return Math.floor(Math.max(contextTokens - replyTokens, contextTokens / 4) * MARGIN);
}
