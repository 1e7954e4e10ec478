const CODES = new Set(['context_length_exceeded', 'exceed_context_size_error']);
const STATUSES = new Set([400, 413, 422]);

/** Does a refusal say that the conversation is too long for the model? */
export function saysContextLimit(status: number, text: string, code?: string): boolean {
  if (code !== undefined && CODES.has(code)) return true;
  if (!STATUSES.has(status)) return false;
  const words = text.toLowerCase();
  if (/context_length_exceeded/.test(words)) return true;
  // A quota of tokens per minute is no property of the conversation.
  if (/per (second|minute|min|hour|day)|\btp[md]\b|rate.?limit|quota/.test(words)) return false;
  const tooMuch = /limit|exceed|maximum|too long/.test(words);
  if (/prompt|context|input is too long/.test(words)) return tooMuch;
  // A wrong max_tokens setting also speaks of tokens and limits.
  return /token/.test(words) && tooMuch && !/max_(\w+_)?tokens/.test(words);
}
