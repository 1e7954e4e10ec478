/** A refusal in the words of the chat completions API, which the backends read. */
export class BridgeFailure extends Error {
  override readonly name = 'BridgeFailure';

  constructor(
    readonly status: number,
    message: string,
    readonly code = 'bridge',
  ) {
    super(message);
  }

  get body(): object {
    return { error: { message: this.message, code: this.code, type: this.code } };
  }
}

/**
 * What a language model of VS Code threw, as the status that the backends understand: 429 with
 * `insufficient_quota` stops a run at once and resumably, a bare 429 or a 5xx is tried again.
 */
export function asFailure(error: unknown): BridgeFailure {
  if (error instanceof BridgeFailure) return error;
  const code = codeOf(error);
  const message = messageOf(error);
  if (code === 'NoPermissions') {
    return new BridgeFailure(403, `VS Code does not let GRASP use this model. ${message}`, code);
  }
  if (code === 'NotFound') {
    return new BridgeFailure(
      404,
      `VS Code no longer has this model. ${message}`,
      'model_not_found',
    );
  }
  if (/rate.?limit|too many requests|try again (later|in)/i.test(message)) {
    return new BridgeFailure(429, message, 'rate_limit_exceeded');
  }
  if (/quota|premium request|credit|billing/i.test(message)) {
    return new BridgeFailure(429, message, 'insufficient_quota');
  }
  if (/(context|token|prompt).{0,40}(length|window|limit|long|large|exceed)/i.test(message)) {
    return new BridgeFailure(400, message, 'context_length_exceeded');
  }
  if (code === 'Blocked') {
    return new BridgeFailure(403, `VS Code's model refused the request. ${message}`, code);
  }
  return new BridgeFailure(502, message, code === '' ? 'model_error' : code);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Its own words and those of its causes; the editor wraps what a model's provider threw. */
function messageOf(error: unknown): string {
  const words: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (at.message !== '' && !words.includes(at.message)) words.push(at.message);
  }
  return words.length > 0 ? words.join(': ') : 'The model gave no reason.';
}
