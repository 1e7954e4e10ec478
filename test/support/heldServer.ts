/**
 * The simulated backend over HTTP, behind a gate that the test opens: what runs against it stays in its state, on a
 * fast machine and on a slow one, until the test lets some answers pass.
 *
 *   const held = await HeldServer.start();
 *   held.preset();      // a backend preset, as YAML
 *   held.letPass(5);    // five more answers, then nothing
 *   held.open();        // everything from now on
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveSimulated, type SimulatedServer } from '../../src/backends/simulated/server';

/** What becomes of a request for which there is no permit: it is held, or the server is out of order in some way. */
export type Beyond = 'hold' | 'gone' | 'reset' | 'cut' | 401 | 429 | 500;

export class HeldServer {
  /** See {@link Beyond}. */
  beyond: Beyond = 'hold';
  #permits = 0;
  #asked = 0;
  #port = 0;
  readonly #waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly behind: SimulatedServer,
  ) {}

  static async start(): Promise<HeldServer> {
    const server = createServer();
    const held = new HeldServer(server, await serveSimulated({ port: 0 }));
    server.on('request', (request, response) => {
      held.#answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    held.#port = (server.address() as AddressInfo).port;
    return held;
  }

  /** Base URL with `/v1`. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  /** Requests that came so far, answered or not. */
  get asked(): number {
    return this.#asked;
  }

  preset(): string {
    return (
      `backend: openai-chat\nbase_url: ${this.url}\nmodel: simulated\n` +
      'api_key: none\ntemperature: 0\n'
    );
  }

  /** Variables that point the `local` preset at it. */
  get env(): Record<string, string> {
    return { OPENAI_BASE_URL: this.url, OPENAI_API_KEY: 'none', GRASP_MODEL: 'simulated' };
  }

  letPass(count: number): void {
    this.#permits += count;
    while (this.#permits > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#permits -= 1;
      next();
    }
  }

  open(): void {
    this.beyond = 'hold';
    if (!this.server.listening) this.server.listen(this.#port, '127.0.0.1');
    this.letPass(Number.POSITIVE_INFINITY);
  }

  /** From now on nothing passes, whatever was let pass and not used. */
  hold(): void {
    this.#permits = 0;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
    await this.behind.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.#asked += 1;
    if (this.#permits === 0 && this.beyond !== 'hold') return this.#fail(this.beyond, response);
    await this.#permit(response);
    const answer = await fetch(new URL(request.url ?? '/', this.behind.url), {
      method: request.method ?? 'GET',
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  }

  #fail(how: Exclude<Beyond, 'hold'>, response: ServerResponse): void {
    if (how === 'gone') {
      // Nobody listens any more.
      this.server.close();
      this.server.closeAllConnections();
    } else if (how === 'reset') response.destroy();
    else if (how === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices": [{"message": ', () => response.destroy());
    } else {
      response.writeHead(how, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end('{"error": {"message": "out of order"}}');
    }
  }

  /** Whoever has gone by its turn takes none. */
  #permit(response: ServerResponse): Promise<void> {
    if (this.#permits > 0) {
      this.#permits -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      response.once('close', () => {
        const at = this.#waiting.indexOf(resolve);
        if (at >= 0) this.#waiting.splice(at, 1);
      });
    });
  }
}
