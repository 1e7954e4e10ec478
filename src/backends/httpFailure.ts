import { BodyTooLarge, readBody } from './boundedBody';
import { completionOfStream, isEventStream } from './eventStream';

/** A reply of the server other than 2xx, with its text. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  constructor(
    readonly status: number,
    readonly text: string,
    readonly headers: Headers,
  ) {
    // The client library reads meaning into messages; this one has none.
    super(`status ${status}`);
  }
}

const SENT_HEADERS = ['accept', 'authorization', 'content-type'];

/**
 * `fetch` for the client library: sends only the headers a completion needs (the library would add
 * some from the environment and some about this machine), follows no redirect, so that neither key
 * nor prompt goes anywhere else, reads no more of a body than any reply has, and puts a stream together that was not
 * asked for. Throws {@link HttpFailure} with the text of a refusal, {@link NotJson} or {@link BodyTooLarge}.
 */
export async function plainFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const name of [...headers.keys()]) {
    if (!SENT_HEADERS.includes(name)) headers.delete(name);
  }
  const response = await fetch(input, { ...init, headers, redirect: 'manual' });
  const { status, statusText, headers: received } = response;
  if (!response.ok) {
    // Of a refusal without end, its beginning says enough.
    const text = await readBody(response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return '';
      throw error;
    });
    throw new HttpFailure(status, text, received);
  }
  const text = await readBody(response);
  const plain = { 'content-type': 'application/json' };
  if (isEventStream(text)) {
    const whole = completionOfStream(text);
    if (whole === undefined) throw new NotJson(text, true);
    return new Response(JSON.stringify(whole), { status, statusText, headers: plain });
  }
  const broken = jsonFault(text);
  if (broken !== undefined) throw new NotJson(text, broken === 'cut');
  return new Response(text, { status, statusText, headers: plain });
}

/** A 2xx whose body is not what a client can read. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
  constructor(
    readonly text: string,
    /** It breaks off; another attempt may bring the whole. */
    readonly isCut: boolean,
  ) {
    super(isCut ? 'the reply broke off' : 'not JSON');
  }
}

/** Does a text that begins as JSON end before its time, or is it none? `undefined`: it is JSON. */
function jsonFault(text: string): 'cut' | 'other' | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!/^\s*[{[]/.test(text)) return text.trim() === '' ? 'cut' : 'other';
    const words = error instanceof Error ? error.message : '';
    const at = Number(/position (\d+)/.exec(words)?.[1] ?? text.length);
    const isAtEnd = /end of JSON|unterminated/i.test(words) || at >= text.trimEnd().length;
    return isAtEnd ? 'cut' : 'other';
  }
}
