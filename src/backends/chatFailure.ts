/** What went wrong with one attempt, in words for a person and with what to do about it. */
import { APIConnectionError, APIConnectionTimeoutError } from 'openai';
import { ContextLimitError, ModelFault } from '../engine/ports';
import { saysContextLimit } from './contextLimit';
import { BodyTooLarge } from './boundedBody';
import { HttpFailure, NotJson } from './httpFailure';
import { AttemptFailed } from './retry';
import { askedWait } from './retryAfter';
import { scrub } from './scrub';
import { field, serverWords } from './serverWords';

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
  /** A server that asks for more is not waited for. */
  readonly longestWaitMs: number;
}

type Kind = ModelFault['kind'];

/** Network errors that come before anything was sent. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|.*CERT.*|ERR_TLS.*)$/;

/** The attempt's failure for whatever the client library threw. A bug is passed on as it is. */
export function attemptFailure(error: unknown, call: CallContext): unknown {
  if (error instanceof APIConnectionError) {
    const { cause } = error;
    if (cause instanceof HttpFailure) return refusal(cause, call);
    if (cause instanceof NotJson) return notJson(cause, call);
    if (cause instanceof BodyTooLarge) {
      const message = `the reply is larger than any reply (${cause.message}) and was not read on`;
      return failed(call, 'server', message, { again: false });
    }
    if (isBroken(cause)) return brokeOff(call);
    return unreachable(error, call);
  }
  return isBroken(error) ? brokeOff(call) : error;
}

/** Cut off in the middle of a reply: the stream broke. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'terminated';
}

function brokeOff(call: CallContext): AttemptFailed {
  return failed(call, 'network', 'the reply broke off', { again: true });
}

function notJson({ text, isCut }: NotJson, call: CallContext): AttemptFailed {
  if (isCut) return brokeOff(call);
  const { page } = serverWords(text);
  if (page !== undefined) return aWebPage(200, page, call);
  const message = `the reply is not JSON but begins: ${firstWords(text, call)}. Check base_url${hintV1(call.url)}`;
  return failed(call, 'server', message, { again: false });
}

/** What answers is no API: a login, a proxy, a front page. */
function aWebPage(status: number, title: string, call: CallContext): AttemptFailed {
  const named = title === '' ? '' : ` ("${title}")`;
  const message = `${status}: a web page answers${named} and not the API. Is a proxy in the way, and is base_url right${hintV1(call.url)}?`;
  return failed(call, 'unreachable', message, { again: false });
}

function firstWords(text: string, call: CallContext): string {
  return scrub(text, call.key).replaceAll(/\s+/g, ' ').slice(0, 80);
}

/** A fault of the server's that came in the place of a reply; another attempt may bring one. */
export function faultyReply(said: string, call: CallContext): AttemptFailed {
  const message = `answered with a fault inside of the reply: ${said}`;
  const failure = failed(call, 'server', message, { again: true });
  troubles.set(failure, 'faults');
  return failure;
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
  const message = `the reply is no chat completion but this: ${firstWords(shown, call)}. Check base_url${hintV1(call.url)}`;
  return failed(call, 'server', message, { again: false });
}

function refusal({ status, text: body, headers }: HttpFailure, call: CallContext): AttemptFailed {
  const { message, code, page } = serverWords(body);
  if (page !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 408) {
    return aWebPage(status, page, call);
  }
  const words = message === '' ? (page ?? '') : message;
  const said = words === '' ? '' : `: ${clipped(words)}`;
  const askedMs = askedWait(headers, message, call.now);
  const again = { again: true, ...(askedMs === undefined ? {} : { askedMs }) };
  const never = { again: false };
  if (saysContextLimit(status, `${message} ${code ?? ''}`, code)) {
    const text = `${origin(call)}: the conversation is too long for ${call.model} (${status})${said}`;
    return new AttemptFailed(new ContextLimitError(scrub(text, call.key)), never);
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
  if (status === 429) {
    if (askedMs !== undefined && askedMs > call.longestWaitMs) {
      const until = `until ${clockTime(call.now + askedMs)}, in ${minutes(askedMs)}`;
      return answered('quota', `its limit is used up ${until}`, never);
    }
    return answered('rate-limit', 'too many requests; lower cycle.concurrency', again);
  }
  if (status === 408) return answered('timeout', '', again);
  if (status >= 500) {
    const failure = answered('server', '', again);
    troubles.set(failure, String(status));
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

/** The status of a 5xx, `timeouts` or `faults`: a server in trouble. `undefined` for every other failure. */
export function troubleOf(failure: AttemptFailed): string | undefined {
  const { error } = failure;
  if (error instanceof ModelFault && error.kind === 'timeout') return 'timeouts';
  return troubles.get(failure);
}

/** The last of a call's failures, all of them `known` troubles, for a server that has never given a reply. */
export function neverWorked(
  failure: AttemptFailed,
  known: readonly string[],
  call: CallContext,
): AttemptFailed {
  const { error } = failure;
  if (!(error instanceof ModelFault)) return failure;
  const host = origin(call);
  const what = [...new Set(known)].join(' and ');
  const message = error.message.replace(
    `${host}: `,
    () => `${host} has answered nothing but ${what} so far: `,
  );
  return new AttemptFailed(new ModelFault(scrub(message), error.kind), { again: false });
}

const troubles = new WeakMap<AttemptFailed, string>();
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

const LONGEST_WORDS = 500;

function clipped(words: string): string {
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}

function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function minutes(ms: number): string {
  const count = Math.round(ms / 60_000);
  return count < 120 ? `${count} min` : `${Math.round(count / 60)} hours`;
}

function origin(call: CallContext): string {
  return new URL(call.url).host;
}

function hintV1(url: string): string {
  return /\/v\d/.test(new URL(url).pathname) ? '' : "; most servers want it to end in '/v1'";
}
