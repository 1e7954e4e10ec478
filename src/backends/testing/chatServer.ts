/** A chat completions server for tests: 127.0.0.1, scripted replies, and a record of what was asked. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answer = (response: ServerResponse, asked: Asked, index: number) => void;

export interface ChatServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Requests whose client went away before they were answered. */
  readonly abandoned: number;
  close(): Promise<void>;
}

/** Starts a server; `answer` gets every request with its number, from 0. */
export async function chatServer(answer: Answer): Promise<ChatServer> {
  const asked: Asked[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const one: Asked = {
        url: request.url ?? '',
        headers: request.headers,
        body: typeof body === 'object' && body !== null ? { ...body } : {},
      };
      asked.push(one);
      response.on('close', () => {
        if (!response.writableEnded) abandoned += 1;
      });
      answer(response, one, asked.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    get abandoned() {
      return abandoned;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a chat completion of one message. */
export function say(response: ServerResponse, content: string | null, finish = 'stop'): void {
  json(response, 200, {
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
  });
}
