import { randomBytes } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { HandoverAnswer } from '../../../cli/handover';

/** As the command line reads it; named here again, so that the editor does not load the command line. */
export const HANDOVER = 'GRASP_KEY_HANDOVER';

/** Longer than any ticket: whoever sends more has none. */
const MAX_TICKET = 200;

/**
 * Hands keys to processes that this window starts, when they ask. A process is given a ticket, which is of
 * no use once the window is gone, so that it may lie in the state of a terminal; the keys never do.
 */
export class HandoverServer<T> {
  readonly #requests = new Map<string, T>();
  readonly #tickets = new Map<string, string>();
  #server: Promise<Server> | undefined;
  #isDisposed = false;

  constructor(private readonly answer: (request: T) => Promise<HandoverAnswer>) {}

  /** `port:ticket`; the same for the same request. Starts the server when it is first needed. */
  async ticketFor(request: T): Promise<string> {
    const key = JSON.stringify(request);
    const ticket = this.#tickets.get(key) ?? randomBytes(32).toString('hex');
    this.#tickets.set(key, ticket);
    this.#requests.set(ticket, request);
    this.#server ??= this.#start();
    const server = await this.#server;
    return `${(server.address() as AddressInfo).port}:${ticket}`;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#server?.then((server) => server.close()).catch(() => undefined);
  }

  async #start(): Promise<Server> {
    // Read when needed: the editor starts without a server.
    const { createServer } = await import('node:net');
    // Half open: the process has said all it has to say, and waits for the answer.
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
    });
    if (this.#isDisposed) server.close();
    return server;
  }

  #serve(socket: Socket): void {
    let said = '';
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const wasWhole = said.includes('\n');
      said += chunk;
      if (wasWhole) return;
      const end = said.indexOf('\n');
      if (end >= 0) void this.#hand(socket, said.slice(0, end));
      else if (said.length > MAX_TICKET) socket.destroy();
    });
  }

  async #hand(socket: Socket, ticket: string): Promise<void> {
    const request = this.#requests.get(ticket);
    if (request === undefined) {
      socket.destroy();
      return;
    }
    socket.end(JSON.stringify(await this.answer(request)));
  }
}
