import { Agent, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { serveSimulated, type ServeOptions, type SimulatedServer } from './server';
import { NOT_UNDERSTOOD, SimulatedModel } from './simulatedModel';
import { afterSearch } from './testConversation';

let server: SimulatedServer | undefined;
afterEach(() => server?.close());

async function start(options: Partial<ServeOptions> = {}): Promise<SimulatedServer> {
  server = await serveSimulated({ port: 0, ...options });
  return server;
}

const ask = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const hello = { model: 'simulated', messages: [{ role: 'user', content: 'Hello' }] };

describe('serveSimulated', () => {
  it('lists a model that says it is a simulation', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/models`)).json()).toMatchObject({
      object: 'list',
      data: [{ id: 'simulated', description: expect.stringContaining('no language model') }],
    });
  });

  it('answers as the model in the process does, for a seed', async () => {
    const { url, requests } = await start({ seed: 3, noise: 0.5 });
    const model = new SimulatedModel({ seed: 3, noise: 0.5 });
    for (const patient of ['S1000001', 'S1000002', 'S1000003', 'S1000004']) {
      const messages = afterSearch(patient, [
        { hoursAgo: 40, value: 1.2 },
        { hoursAgo: 2, value: 1.7 },
      ]);
      const { content, usage } = await model.complete({ messages, purpose: 'agent' });
      expect(await (await ask(url, { model: 'simulated', messages })).json()).toMatchObject({
        choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens },
      });
    }
    expect(requests()).toBe(4);
  });

  it('says what it is to whoever asks something else, in text parts too', async () => {
    const { url } = await start();
    const messages = [{ role: 'developer', content: [{ type: 'text', text: 'Hello' }] }];
    const response = await ask(url, { ...hello, messages });
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: NOT_UNDERSTOOD } }],
    });
    expect(NOT_UNDERSTOOD).toContain('no language model');
  });

  it.each([
    ['{"model":', 'not valid JSON'],
    ['null', 'body'],
    [{ ...hello, messages: [] }, 'messages'],
    [{ ...hello, messages: [{ role: 'robot', content: 'x' }] }, 'messages.0.role'],
    [{ messages: hello.messages }, 'model'],
    [{ ...hello, stream: true }, 'does not stream'],
  ])('refuses %j with a reason', async (body, reason) => {
    const { url } = await start();
    const response = await ask(url, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(reason) },
    });
  });

  it('knows no other path and no other method', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/embeddings`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(url.replace('/v1', '/'))).status).toBe(404);
    expect((await fetch(`${url}/chat/completions`)).status).toBe(405);
  });

  it('fails the asked share of requests, with faults that are worth a retry', async () => {
    const { url } = await start({ errorRate: 0.3 });
    const statuses: number[] = [];
    for (let i = 0; i < 200; i++) {
      const response = await ask(url, hello);
      await response.arrayBuffer();
      statuses.push(response.status);
      if (response.status === 429)
        expect(Number(response.headers.get('retry-after'))).toBeLessThan(1);
    }
    const count = (status: number): number => statuses.filter((each) => each === status).length;
    expect(count(200)).toBeGreaterThan(110);
    expect(count(200)).toBeLessThan(170);
    expect(Math.abs(count(429) - count(500))).toBeLessThanOrEqual(1);
  });

  it('takes its time when asked to, for many requests at once', async () => {
    const { url } = await start({ latencyMs: 60 });
    const from = performance.now();
    await Promise.all(
      Array.from({ length: 20 }, async () => (await ask(url, hello)).arrayBuffer()),
    );
    expect(performance.now() - from).toBeGreaterThanOrEqual(55);
    expect(performance.now() - from).toBeLessThan(60 * 20);
  });

  it('keeps connections open between requests', async () => {
    const { port } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const localPorts = new Set<number | undefined>();
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve, reject) => {
        request({ port, agent, path: '/v1/models' }, (response) => {
          localPorts.add(response.socket.localPort);
          response.resume().on('end', resolve);
        })
          .on('error', reject)
          .end();
      });
    }
    agent.destroy();
    expect(localPorts.size).toBe(1);
  });

  it('closes at once although a request is under way', async () => {
    const { url, close } = await start({ latencyMs: 60_000 });
    const pending = ask(url, hello).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await close();
    expect(await pending).toBeInstanceOf(Error);
  });

  it('says that a port is taken, and what to do', async () => {
    const { port } = await start();
    await expect(serveSimulated({ port })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`127.0.0.1:${port}`),
      fix: expect.stringContaining('another port'),
    });
  });
});
