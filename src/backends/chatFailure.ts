/** What went wrong with one attempt, in words for a person and with what to do about it. */
import { APIConnectionError, APIConnectionTimeoutError } from 'openai';
import { ContextLimitError, ModelFault } from '../engine/ports';
import { saysContextLimit } from './contextLimit';
import { HttpFailure } from './httpFailure';
import { AttemptFailed } from './retry';
import { askedWait } from './retryAfter';
import { scrub } from './scrub';

export interface CallContext {
  /** The URL that was asked. */
  readonly url: string;
  readonly model: string;
  readonly timeoutMs: number;
  /** Taken out of every text; never shown. */
  readonly key?: string | undefined;
  /** Where the key comes from, for people: `OPENAI_API_KEY (preset local)`. */
  readonly keyFrom: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type Kind = ModelFault['kind'];

/** Network errors that come before anything was sent. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|.*CERT.*|ERR_TLS.*)$/;

/** The attempt's failure for whatever the client library threw. A bug is passed on as it is. */
export function attemptFailure(error: unknown, call: CallContext): unknown {
  if (error instanceof APIConnectionError) {
    if (error.cause instanceof HttpFailure) return refusal(error.cause, call);
    return unreachable(error, call);
  }
  // Cut off in the middle of a reply: what is there does not parse, or the stream broke.
  const broken =
    error instanceof TypeError && (error.message === 'terminated' || networkCode(error) !== '');
  if (broken || error instanceof SyntaxError) {
    return failed(call, 'network', 'the reply broke off', { again: true });
  }
  return error;
}

/** The attempt took longer than the preset allows. */
export function timedOut(call: CallContext): AttemptFailed {
  const seconds = call.timeoutMs / 1000;
  const message = `no reply within ${seconds} s. Raise timeout in the preset, or lower max_tokens`;
  return failed(call, 'timeout', message, { again: true });
}

/** A 200 that is no chat completion. */
export function notACompletion(body: unknown, call: CallContext): AttemptFailed {
  const inBand = errorIn(body);
  if (inBand) return refusal(inBand, call);
  const shown = typeof body === 'string' ? body : (JSON.stringify(body) ?? 'nothing');
  const what = /^\s*</.test(shown) ? 'a web page' : `this: ${scrub(shown, call.key).slice(0, 80)}`;
  const message = `the reply is no chat completion but ${what}. Check base_url${hintV1(call.url)}`;
  return failed(call, 'server', message, { again: false });
}

function refusal({ status, text, headers }: HttpFailure, call: CallContext): AttemptFailed {
  const { message, code } = serverWords(text);
  const said = message === '' ? '' : `: ${message}`;
  const askedMs = askedWait(headers.get('retry-after'), message, call.now);
  const again = { again: true, ...(askedMs === undefined ? {} : { askedMs }) };
  const never = { again: false };
  if (saysContextLimit(status, `${message} ${code ?? ''}`, code)) {
    const words = `${origin(call)}: the conversation is too long for ${call.model} (${status})${said}`;
    return new AttemptFailed(new ContextLimitError(scrub(words, call.key)), never);
  }
  const answered = (kind: Kind, advice: string, next: AttemptFailed['next']) =>
    failed(call, kind, `${status}${advice === '' ? '' : ` (${advice})`}${said}`, next);
  if (status === 401 || status === 403) {
    return answered('auth', `check ${call.keyFrom}`, never);
  }
  if (status === 404) {
    return answered(
      'not-found',
      `asked ${call.url}; check the model name and base_url${hintV1(call.url)}`,
      never,
    );
  }
  if (status === 429 && (code === 'insufficient_quota' || code === 'billing_not_active')) {
    return answered('auth', `the account behind ${call.keyFrom} has no credit left`, never);
  }
  if (status === 429)
    return answered('rate-limit', 'too many requests; lower cycle.concurrency', again);
  if (status === 408) return answered('timeout', '', again);
  if (status >= 500) {
    const failure = answered('server', '', again);
    statuses.set(failure, status);
    return failure;
  }
  if (status === 409 || status === 425) return answered('server', '', again);
  if (status >= 300 && status < 400) {
    const to = headers.get('location') ?? 'elsewhere';
    return answered(
      'request',
      `redirects to ${to}, which is not followed; set base_url to it`,
      never,
    );
  }
  return answered('request', `refused for model ${call.model}`, never);
}

function unreachable(error: APIConnectionError, call: CallContext): AttemptFailed {
  const code = networkCode(error);
  // Without a code it was never tried: a port or address that no client may ask.
  const sent = code !== '' && !NEVER_SENT.test(code);
  if (error instanceof APIConnectionTimeoutError || /TIMEDOUT|TIMEOUT/.test(code)) {
    const next = { again: true };
    return failed(call, 'timeout', 'the connection timed out', next, sent);
  }
  const certificate = /CERT|TLS|SELF_SIGNED|UNABLE_TO/.test(code);
  const advice = certificate
    ? 'its certificate is not trusted; NODE_EXTRA_CA_CERTS can name yours'
    : 'is the server running, and is base_url right?';
  const message = `cannot be reached${code === '' ? '' : ` (${code})`}: ${advice}`;
  return failed(call, 'network', message, { again: !certificate }, sent);
}

/** Whether a failed attempt had reached the server, and so may have cost something. */
export function reachedServer(failure: AttemptFailed): boolean {
  return !unsent.has(failure);
}

/** The same failure, for good: no server has ever answered there. */
export function neverReached({ message }: AttemptFailed): AttemptFailed {
  return new AttemptFailed(new ModelFault(message, 'unreachable'), { again: false });
}

/** The status of a 5xx, or `timeouts`: a server in trouble. `undefined` for every other failure. */
export function troubleOf(failure: AttemptFailed): string | undefined {
  const { error } = failure;
  if (error instanceof ModelFault && error.kind === 'timeout') return 'timeouts';
  return statuses.get(failure)?.toString();
}

/** The last of a call's failures, all of them `troubles`, for a server that has never given a reply. */
export function neverWorked(
  failure: AttemptFailed,
  troubles: readonly string[],
  call: CallContext,
): AttemptFailed {
  const { error } = failure;
  if (!(error instanceof ModelFault)) return failure;
  const host = origin(call);
  const what = [...new Set(troubles)].join(' and ');
  const message = error.message.replace(
    `${host}: `,
    () => `${host} has answered nothing but ${what} so far: `,
  );
  return new AttemptFailed(new ModelFault(scrub(message), error.kind), { again: false });
}

const statuses = new WeakMap<AttemptFailed, number>();
const unsent = new WeakSet<AttemptFailed>();

function failed(
  call: CallContext,
  kind: Kind,
  message: string,
  next: AttemptFailed['next'],
  sent = true,
): AttemptFailed {
  // Never with a cause: what the library throws holds whatever the server sent back.
  const fault = new ModelFault(scrub(`${origin(call)}: ${message}`, call.key), kind);
  const failure = new AttemptFailed(fault, next);
  if (!sent) unsent.add(failure);
  return failure;
}

/** The server's own words in a refusal, whichever of the usual shapes they have. */
function serverWords(text: string): { message: string; code?: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: /^\s*</.test(text) ? '' : text.trim() };
  }
  const holder = field(body, 'error') ?? body;
  const message = [
    holder,
    field(holder, 'message'),
    field(body, 'message'),
    field(body, 'detail'),
  ].find((value) => typeof value === 'string');
  const code = field(holder, 'code') ?? field(holder, 'type');
  return {
    message: typeof message === 'string' ? message : text.trim(),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

/** Some gateways say 200 and put the error, with its status, in the body. */
function errorIn(body: unknown): HttpFailure | undefined {
  const error = field(body, 'error');
  if (error === undefined || error === null) return undefined;
  const code = Number(field(error, 'code'));
  const status = code >= 400 && code < 600 ? code : 502;
  return new HttpFailure(status, JSON.stringify(body), new Headers());
}

function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = field(at, 'code');
    if (typeof code === 'string' && code !== '') return code;
    if (at instanceof AggregateError && at.errors.length > 0) return networkCode(at.errors[0]);
  }
  return '';
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  return Reflect.get(value, name);
}

function origin(call: CallContext): string {
  return new URL(call.url).host;
}

function hintV1(url: string): string {
  return /\/v\d/.test(new URL(url).pathname) ? '' : "; most servers want it to end in '/v1'";
}
