import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { HandoverAnswer } from '../../../cli/handover';

/** As the command line reads it; named here again, so that the editor does not load the command line. */
export const HANDOVER = 'GRASP_KEY_HANDOVER';

/** Longer than any ticket: whoever sends more has none. */
const MAX_TICKET = 200;

/**
 * Hands keys to processes that this window starts, when they ask. A process is given a ticket, which is of
 * no use once the window is gone, so that it may lie in the state of a terminal; the keys never do. The way
 * is a socket in a folder of the person's own (a named pipe on Windows), not a port: over a remote
 * connection the editor would offer to forward that.
 */
export class HandoverServer<T> {
  readonly #requests = new Map<string, T>();
  readonly #tickets = new Map<string, string>();
  /** Tickets that were answered; who comes with one again may have read it somewhere. */
  readonly #used = new Set<string>();
  #listening: Promise<{ readonly server: Server; readonly path: string }> | undefined;
  #isDisposed = false;

  /** `isRepeated`: the ticket was used before; a person should be asked then. */
  constructor(
    private readonly answer: (request: T, isRepeated: boolean) => Promise<HandoverAnswer>,
  ) {}

  /** `ticket@socket`; the same for the same request until it is used. Starts the server when it is first needed. */
  async ticketFor(request: T): Promise<string> {
    const key = JSON.stringify(request);
    const known = this.#tickets.get(key);
    const isFresh = known !== undefined && !this.#used.has(known);
    const ticket = isFresh ? known : randomBytes(32).toString('hex');
    this.#tickets.set(key, ticket);
    this.#requests.set(ticket, request);
    this.#listening ??= this.#listen();
    return `${ticket}@${(await this.#listening).path}`;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#listening?.then(close).catch(() => undefined);
  }

  async #listen(): Promise<{ readonly server: Server; readonly path: string }> {
    // Read when needed: the editor starts without a server.
    const { createServer } = await import('node:net');
    const path = await newSocketPath();
    // Half open: the process has said all it has to say, and waits for the answer.
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    const listening = { server, path };
    if (this.#isDisposed) close(listening);
    return listening;
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
    const isRepeated = this.#used.has(ticket);
    this.#used.add(ticket);
    socket.end(JSON.stringify(await this.answer(request, isRepeated)));
  }
}

/** The path of a socket may have some hundred bytes. */
const MAX_FOLDER = 80;

async function newSocketPath(): Promise<string> {
  const name = `grasp-${randomBytes(8).toString('hex')}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const { mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = tmpdir().length > MAX_FOLDER ? '/tmp' : tmpdir();
  // Nobody else may look into a folder that is made this way.
  return join(await mkdtemp(join(folder, 'grasp-')), 'keys');
}

function close({ server, path }: { readonly server: Server; readonly path: string }): void {
  server.close();
  if (process.platform !== 'win32') rmSync(dirname(path), { recursive: true, force: true });
}
