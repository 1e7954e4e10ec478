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
 * nor prompt goes anywhere else, and throws {@link HttpFailure} with the whole text of a refusal.
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
  if (response.ok) return response;
  throw new HttpFailure(response.status, await response.text(), response.headers);
}
