import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asFailure, BridgeFailure } from './bridgeFailure';
import type { BridgeReply, BridgeRequest } from './chatCompletion';
import { chatCompletion, readChatRequest } from './chatCompletion';

export interface BridgeServerOptions {
  /** What a client must show. */
  readonly token: string;
  /** Taken if it is free; any other otherwise. */
  readonly port?: number | undefined;
  /** Answers one request. The signal is aborted when the client goes away. */
  ask(request: BridgeRequest, signal: AbortSignal): Promise<BridgeReply>;
  /** Names of the models there are, `vendor/id` each. */
  models(): Promise<readonly string[]>;
  /** Told of every failure, in one line without any text of a conversation. */
  onFailure?(line: string): void;
}

export interface RunningBridge {
  readonly port: number;
  close(): void;
}

const MAX_BODY = 16 * 1024 * 1024;
const HOST = '127.0.0.1';

/**
 * A chat completions server for this machine only. It answers nobody without the token, no page in a browser
 * (those send an Origin, and any Host they were given), and reads no body that is out of all proportion.
 */
export async function startBridgeServer(options: BridgeServerOptions): Promise<RunningBridge> {
  // Read when needed: the editor starts without a server.
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => void answer(request, response, options));
  const port = await listen(server, options.port);
  return {
    port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, wanted: number | undefined): Promise<number> {
  const on = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: HOST, port, exclusive: true }, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  if (wanted === undefined) return on(0);
  return on(wanted).catch(() => on(0));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: BridgeServerOptions,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const body = await handle(request, options, gone.signal);
    send(response, 200, body);
  } catch (error) {
    if (gone.signal.aborted) return;
    const failure = asFailure(error);
    options.onFailure?.(`${failure.status} ${failure.code}: ${failure.message}`);
    send(response, failure.status, failure.body);
  }
}

async function handle(
  request: IncomingMessage,
  options: BridgeServerOptions,
  signal: AbortSignal,
): Promise<object> {
  checkCaller(request, options.token);
  if (request.url === '/v1/models' && request.method === 'GET') {
    const models = await options.models();
    return { object: 'list', data: models.map((id) => ({ id, object: 'model' })) };
  }
  if (request.url !== '/v1/chat/completions') {
    throw new BridgeFailure(404, 'there is only /v1/chat/completions here', 'not_found');
  }
  if (request.method !== 'POST') throw new BridgeFailure(405, 'POST it', 'method_not_allowed');
  const asked = readChatRequest(await readJson(request));
  return chatCompletion(asked.model, await options.ask(asked, signal));
}

/** @throws BridgeFailure */
function checkCaller({ headers, socket }: IncomingMessage, token: string): void {
  const host = `${HOST}:${socket.localPort}`;
  // A name that was made to lead here (DNS rebinding) is told by its Host.
  if (headers.host !== host || headers.origin !== undefined) {
    throw new BridgeFailure(403, 'this server is for GRASP on this machine', 'forbidden');
  }
  if (!isSame(headers.authorization ?? '', `Bearer ${token}`)) {
    throw new BridgeFailure(401, 'the token is wrong; start the run again from VS Code', 'auth');
  }
}

/** Takes equally long for any two texts. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const tooLarge = new BridgeFailure(413, 'the request is too large', 'too_large');
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BODY) throw tooLarge;
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BridgeFailure(400, 'the body is no JSON', 'invalid_request');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'keep-alive' });
  response.end(JSON.stringify(body));
}
