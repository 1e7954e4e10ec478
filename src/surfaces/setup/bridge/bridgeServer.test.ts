/** A real server, asked by real clients: `http.request` for what `fetch` would not send, and our own backend. */
import { request as httpRequest } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { OpenAIChatModel } from '../../../backends/openaiChat';
import { Secret } from '../../../backends/secret';
import { askServer } from '../models/askServer';
import { BridgeFailure } from './bridgeFailure';
import type { RunningBridge } from './bridgeServer';
import { startBridgeServer } from './bridgeServer';
import type { BridgeReply, BridgeRequest } from './chatCompletion';

const TOKEN = 'bridge-token-for-tests';
const servers: RunningBridge[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

type Ask = (request: BridgeRequest, signal: AbortSignal) => Promise<BridgeReply>;
const yes: Ask = async () => ({ text: 'Yes.', calls: [], usage: { input: 5, output: 1 } });

async function serve(ask: Ask = yes, port?: number): Promise<RunningBridge> {
  const models = () => Promise.resolve(['a/b']);
  const server = await startBridgeServer({ token: TOKEN, ask, models, port });
  servers.push(server);
  return server;
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const good = JSON.stringify({ model: 'a/b', messages: [{ role: 'user', content: 'x' }] });

function send({ port }: RunningBridge, sent: Sent): Promise<{ status: number; text: string }> {
  const { path = '/v1/chat/completions', method = 'POST', headers, body = good } = sent;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        expect(response.headers['access-control-allow-origin']).toBeUndefined();
      },
    );
    request.on('error', reject);
    request.end(method === 'GET' ? undefined : body);
  });
}

function backend({ port }: RunningBridge): OpenAIChatModel {
  return new OpenAIChatModel({
    baseURL: `http://127.0.0.1:${port}/v1`,
    model: 'a/b',
    apiKey: new Secret(TOKEN),
    retry: { attempts: 3, baseMs: 1, maxMs: 2 },
  });
}

const ask = (model: OpenAIChatModel, signal?: AbortSignal) =>
  model.complete({ messages: [{ role: 'user', content: 'x' }], purpose: 'agent' }, signal);

it('answers our own backend', async () => {
  const seen: BridgeRequest[] = [];
  const server = await serve(async (request, signal) => {
    seen.push(request);
    return yes(request, signal);
  });
  await expect(ask(backend(server))).resolves.toMatchObject({
    content: 'Yes.',
    usage: { inputTokens: 5, outputTokens: 1, calls: 1 },
  });
  expect(seen).toMatchObject([{ model: 'a/b', messages: [{ role: 'user', text: 'x' }] }]);
});

it('answers nobody without the token, no other host and no web page', async () => {
  const asked: unknown[] = [];
  const server = await serve(async (request, signal) => {
    asked.push(request);
    return yes(request, signal);
  });
  const { port } = server;
  for (const headers of [
    { authorization: '' },
    { authorization: 'Bearer wrong' },
    { authorization: TOKEN },
  ]) {
    expect((await send(server, { headers })).status).toBe(401);
  }
  for (const headers of [
    { host: `evil.example:${port}` },
    { host: `localhost:${port}` },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    expect((await send(server, { headers })).status).toBe(403);
  }
  expect(asked).toEqual([]);
  expect((await send(server, {})).status).toBe(200);
});

it('lists the models, for who asks whether it is there', async () => {
  const url = `http://127.0.0.1:${(await serve()).port}/v1`;
  const { signal } = new AbortController();
  expect(await askServer(url, signal, { key: TOKEN })).toEqual({
    kind: 'models',
    url,
    models: ['a/b'],
  });
  expect(await askServer(url, signal)).toEqual({ kind: 'locked', url });
});

it('knows one path, one method, and no body out of proportion', async () => {
  const server = await serve();
  expect((await send(server, { path: '/v1/other', method: 'GET' })).status).toBe(404);
  expect((await send(server, { method: 'GET' })).status).toBe(405);
  expect((await send(server, { body: '{' })).status).toBe(400);
  expect((await send(server, { body: '{}' })).status).toBe(400);
  const length = String(17 * 1024 * 1024);
  await expect(
    send(server, { headers: { 'content-length': length } }).then(({ status }) => status),
  ).resolves.toBe(413);
});

it('says refusals so that the backend words and weighs them rightly', async () => {
  const failing = (error: unknown) => serve(() => Promise.reject(error));
  const of = (message: string, code: string) => Object.assign(new Error(message), { code });
  await expect(ask(backend(await failing(of('used up: quota', 'Blocked'))))).rejects.toMatchObject({
    kind: 'auth',
    message: expect.stringContaining('used up: quota') as string,
  });
  await expect(ask(backend(await failing(of('denied', 'NoPermissions'))))).rejects.toMatchObject({
    kind: 'auth',
    message: expect.stringContaining('VS Code does not let GRASP use this model') as string,
  });
  await expect(ask(backend(await failing(of('gone', 'NotFound'))))).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(ask(backend(await failing(new Error('prompt is too long'))))).rejects.toMatchObject({
    name: 'ContextLimitError',
  });
});

it('is asked again after a rate limit', async () => {
  let times = 0;
  const server = await serve(async (request, signal) => {
    times += 1;
    if (times === 1) throw new BridgeFailure(429, 'slow down', 'rate_limit_exceeded');
    return yes(request, signal);
  });
  await expect(ask(backend(server))).resolves.toMatchObject({ content: 'Yes.' });
  expect(times).toBe(2);
});

it('stops asking when the client goes away', async () => {
  const aborted = new Promise<void>((resolve) => {
    void serve((_request, signal) => {
      signal.addEventListener('abort', () => resolve());
      client.abort();
      return new Promise(() => undefined);
    }).then((server) => ask(backend(server), client.signal).catch(() => undefined));
  });
  const client = new AbortController();
  await aborted;
});

it('takes its port again, and another when somebody else has it', async () => {
  const first = await serve();
  const second = await serve(yes, first.port);
  expect(second.port).not.toBe(first.port);
  first.close();
  servers.splice(servers.indexOf(first), 1);
  const third = await serve(yes, first.port);
  expect(third.port).toBe(first.port);
  await expect(ask(backend(third))).resolves.toMatchObject({ content: 'Yes.' });
});
