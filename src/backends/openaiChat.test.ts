import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelRequest } from '../engine/ports';
import { ContextLimitError, ModelFault } from '../engine/ports';
import type { OpenAIChatOptions } from './openaiChat';
import { OpenAIChatModel } from './openaiChat';
import { Secret } from './secret';
import { takeSpent } from './spentByFailure';
import type { Answer, ChatServer } from './testing/chatServer';
import { chatServer, json, say } from './testing/chatServer';

const KEY = 'sentinel-key-7f3a91c2d4e5';
const hello: ModelRequest = { messages: [{ role: 'user', content: 'hello' }], purpose: 'agent' };
const retry = { attempts: 4, baseMs: 1, maxMs: 4 };

let server: ChatServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function model(answer: Answer, options: Partial<OpenAIChatOptions> = {}) {
  server = await chatServer(answer);
  return new OpenAIChatModel({
    baseURL: server.url,
    model: 'm',
    temperature: 0,
    apiKey: new Secret(KEY),
    keyFrom: 'OPENAI_API_KEY of preset local',
    retry,
    ...options,
  });
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('what was thrown is no error');
  return error;
}

describe('asking', () => {
  it('sends messages, tools and parameters, and reads text, usage and price', async () => {
    const asks = await model((response) => say(response, 'hi'), {
      maxTokens: 7,
      extraBody: { top_p: 0.5 },
      prices: { input: 2, output: 4 },
    });
    const reply = await asks.complete({
      purpose: 'agent',
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }] },
        { role: 'tool', content: '3', toolCallId: 'c1' },
      ],
      tools: [{ name: 'f', description: 'does f', parameters: { type: 'object' } }],
    });
    expect(reply).toEqual({
      content: 'hi',
      finish: 'stop',
      usage: { calls: 1, inputTokens: 10, outputTokens: 5, usd: 0.00004, reused: 0 },
    });
    expect(server?.asked[0]?.url).toBe('/v1/chat/completions');
    expect(server?.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server?.asked[0]?.body).toEqual({
      model: 'm',
      temperature: 0,
      max_tokens: 7,
      top_p: 0.5,
      stream: false,
      messages: [
        { role: 'system', content: 'be brief' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', content: '3', tool_call_id: 'c1' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'f', description: 'does f', parameters: { type: 'object' } },
        },
      ],
    });
  });

  it('reads tool calls, also with arguments that are no text and without an id', async () => {
    const asks = await model((response) =>
      json(response, 200, {
        choices: [
          {
            finish_reason: 'tool_calls',
            message: {
              content: null,
              tool_calls: [{ type: 'function', function: { name: 'f', arguments: { a: 1 } } }],
            },
          },
        ],
      }),
    );
    const reply = await asks.complete(hello);
    expect(reply.toolCalls).toEqual([{ id: 'call_0', name: 'f', arguments: '{"a":1}' }]);
    expect(reply.finish).toBe('tool_calls');
  });

  it('gives an empty string, cut, for a reply that is all reasoning', async () => {
    const asks = await model((response) =>
      json(response, 200, {
        choices: [
          {
            finish_reason: 'length',
            message: { content: null, reasoning_content: 'let me think' },
          },
        ],
      }),
    );
    const reply = await asks.complete(hello);
    expect(reply.content).toBe('');
    expect(reply.finish).toBe('length');
  });

  it('estimates the tokens a server does not report', async () => {
    const asks = await model((response) =>
      json(response, 200, { choices: [{ message: { content: 'x'.repeat(9) } }] }),
    );
    const { usage } = await asks.complete({
      messages: [{ role: 'user', content: 'y'.repeat(40) }],
      purpose: 'agent',
    });
    expect(usage).toMatchObject({ inputTokens: 10, outputTokens: 3 });
  });

  it('sends no key, no organization and no header from the environment to a server that needs none', async () => {
    const set = {
      OPENAI_API_KEY: KEY,
      OPENAI_ORG_ID: 'org',
      OPENAI_CUSTOM_HEADERS: 'x-team: secret',
    };
    const before = { ...process.env };
    Object.assign(process.env, set);
    try {
      const asks = await model((response) => say(response, 'hi'), { apiKey: new Secret('none') });
      await asks.complete(hello);
    } finally {
      for (const name of Object.keys(set)) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
    const headers = server?.asked[0]?.headers ?? {};
    expect(headers.authorization).toBeUndefined();
    expect(JSON.stringify(headers)).not.toMatch(/sentinel|org|secret|stainless/);
  });
});

describe('trying again', () => {
  it('waits as long as a 429 asks, then goes on, and counts every request', async () => {
    const asks = await model((response, _asked, index) => {
      if (index > 0) say(response, 'hi');
      else json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '0.15' });
    });
    const started = performance.now();
    const reply = await asks.complete(hello);
    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
    expect(reply.usage.calls).toBe(2);
  });

  it('gets through server errors and broken connections', async () => {
    const asks = await model((response, _asked, index) => {
      if (index === 0) json(response, 503, { error: 'overloaded' });
      else if (index === 1) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"choices": [', () => response.destroy());
      } else if (index === 2) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"choices": [');
      } else say(response, 'hi');
    });
    expect((await asks.complete(hello)).content).toBe('hi');
    expect(server?.asked).toHaveLength(4);
  });

  it('gets through a connection that closes without a word', async () => {
    const asks = await model((response, _asked, index) => {
      if (index === 0) response.destroy();
      else say(response, 'hi');
    });
    expect((await asks.complete(hello)).usage.calls).toBe(2);
  });

  it('gives up after its attempts, says why, and what it cost', async () => {
    const asks = await model((response) =>
      json(response, 500, { error: { message: 'out of memory' } }),
    );
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ kind: 'server', transient: true });
    expect(error.message).toContain('500: out of memory');
    expect(server?.asked).toHaveLength(4);
    expect(takeSpent(error)).toMatchObject({ calls: 4 });
  });

  it('soon gives up a server that has answered nothing but errors, and says so', async () => {
    const asks = await model((response) => json(response, 503, { error: 'overloaded' }), {
      retry: { baseMs: 1, maxMs: 4 },
    });
    for (const asked of [4, 8]) {
      const error = await failure(asks.complete(hello));
      expect(error).toMatchObject({ kind: 'server', transient: true });
      expect(error.message).toContain('has answered nothing but 503 so far: 503: overloaded');
      expect(server?.asked).toHaveLength(asked);
      expect(takeSpent(error)).toMatchObject({ calls: 4 });
    }
  });

  it('is as patient as ever with a server that has once replied', async () => {
    const asks = await model(
      (response, _asked, index) =>
        index === 0 ? say(response, 'hi') : json(response, 503, { error: 'overloaded' }),
      { retry: { baseMs: 1, maxMs: 4 } },
    );
    await asks.complete(hello);
    const error = await failure(asks.complete(hello));
    expect(error.message).not.toContain('nothing but');
    expect(server?.asked).toHaveLength(1 + 8);
  });

  it('takes a rate limit for a sign of life, not for trouble', async () => {
    const asks = await model(
      (response, _asked, index) => json(response, index === 0 ? 429 : 500, {}),
      { retry: { baseMs: 1, maxMs: 4 } },
    );
    expect((await failure(asks.complete(hello))).message).not.toContain('nothing but');
    expect(server?.asked).toHaveLength(8);
  });

  it('does not wait for hours because a server asks for it', async () => {
    const asks = await model((response) =>
      json(response, 429, { error: { message: 'try again in 7h12m' } }),
    );
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ kind: 'quota' });
    expect(error.message).toMatch(/used up until \d\d:\d\d, in 7 hours.*7h12m/);
    expect(server?.asked).toHaveLength(1);
  });

  it.each([
    [400, 'request'],
    [401, 'auth'],
    [403, 'auth'],
    [404, 'not-found'],
  ])('does not try again after %i', async (status, kind) => {
    const asks = await model((response) => json(response, status, { error: { message: 'no' } }));
    expect(await failure(asks.complete(hello))).toMatchObject({ kind, transient: false });
    expect(server?.asked).toHaveLength(1);
  });

  it('counts a reply that takes too long as a timeout, also when only its body does', async () => {
    const asks = await model(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"choices"');
      },
      { timeoutMs: 60, retry: { ...retry, attempts: 2 } },
    );
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ kind: 'timeout' });
    expect(error.message).toContain('within 0.06 s');
    expect(server?.asked).toHaveLength(2);
  });

  it('does not count attempts that never reached a server', async () => {
    const asks = await model((response) => say(response, 'hi'));
    await server?.close();
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ kind: 'unreachable', transient: false });
    expect(error.message).toMatch(/ECONNREFUSED.*is the server running/);
    expect(takeSpent(error)).toBeUndefined();
  });
});

describe('what came instead of a reply', () => {
  const choice = (more: object, usage?: object) => ({
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' }, ...more },
    ],
    ...(usage === undefined ? {} : { usage }),
  });
  const answering = (body: unknown, then = 'hi') =>
    model((response, _asked, index) =>
      index === 0 ? json(response, 200, body) : say(response, then),
    );

  it.each([
    ['an end in an error', choice({ finish_reason: 'error', message: { content: '' } })],
    [
      'an error behind part of a text',
      choice({ finish_reason: 'error', message: { content: 'h' } }),
    ],
    ['an error in the choice', choice({ error: { code: 502, message: 'upstream broke' } })],
    ['an error beside the choices', { ...choice({}), error: { message: 'upstream broke' } }],
    [
      'an error of the host behind it',
      choice({ native_finish_reason: 'network_error', message: { content: '' } }),
    ],
    [
      'nothing that cost nothing',
      choice({ message: { content: '' } }, { prompt_tokens: 0, completion_tokens: 0 }),
    ],
  ])('is a fault and asked for again: %s', async (_, body) => {
    const asks = await answering(body);
    expect((await asks.complete(hello)).usage.calls).toBe(2);
  });

  it('is told in the words of whoever is behind it', async () => {
    const asks = await model((response) =>
      json(response, 400, {
        error: {
          message: 'Provider returned error',
          metadata: { raw: '{"error":{"message":"this host takes no system role"}}' },
        },
      }),
    );
    expect((await failure(asks.complete(hello))).message).toMatch(
      /400.*: this host takes no system role$/,
    );
  });

  it.each([200, 403, 404])('is a web page, told by its title (%i)', async (status) => {
    const asks = await model((response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      response.end('<html><title>Blocked by the company proxy</title></html>');
    });
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ kind: 'unreachable', transient: false });
    expect(error.message).toContain('a web page answers ("Blocked by the company proxy")');
    expect(error.message).not.toContain('API_KEY');
    expect(server?.asked).toHaveLength(1);
  });

  it('is no JSON, told at once with its first words', async () => {
    const asks = await model((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"choices":[{"message":{"content":"x"},"logprobs":-Infinity}]}');
    });
    const error = await failure(asks.complete(hello));
    expect(error).toMatchObject({ transient: false });
    expect(error.message).toMatch(/not JSON but begins: \{"choices"/);
    expect(server?.asked).toHaveLength(1);
  });

  it('is a stream that nobody asked for, put together', async () => {
    const asks = await model((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const events = [
        { choices: [{ delta: { role: 'assistant', content: '<think>hm</think>' } }] },
        { choices: [{ delta: { content: 'be' } }] },
        {
          choices: [
            {
              delta: {
                tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{' } }],
              },
            },
          ],
        },
        {
          choices: [
            {
              delta: { content: 'ta', tool_calls: [{ index: 0, function: { arguments: '}' } }] },
              finish_reason: 'stop',
            },
          ],
        },
        { choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } },
      ];
      response.end(
        `: hello\n\n${events.map((it) => `data: ${JSON.stringify(it)}\n\n`).join('')}data: [DONE]\n\n`,
      );
    });
    const reply = await asks.complete(hello);
    expect(reply).toMatchObject({
      content: 'beta',
      toolCalls: [{ id: 'c', name: 'f', arguments: '{}' }],
      usage: { inputTokens: 7, outputTokens: 2 },
    });
  });

  it('is a call of a tool without a name, beside good content', async () => {
    const calls = [{ id: null, type: 'function', function: { name: null, arguments: null } }];
    const asks = await answering(choice({ message: { content: 'hi', tool_calls: calls } }));
    const reply = await asks.complete(hello);
    expect([reply.content, reply.toolCalls, reply.usage.calls]).toEqual(['hi', undefined, 1]);
  });

  it('is thoughts: never the answer, and cut within them an empty one', async () => {
    const thought = await answering(choice({ message: { content: '<think>x</think>\n\nbeta' } }));
    expect((await thought.complete(hello)).content).toBe('beta');
    await server?.close();
    const cut = await answering(choice({ message: { content: '<think>beta? Or' } }));
    expect(await cut.complete(hello)).toMatchObject({ content: '', finish: 'length' });
    await server?.close();
    const parts = [
      { type: 'thinking', text: 'hm' },
      { type: 'text', text: 'beta' },
    ];
    const split = await answering(choice({ message: { content: parts } }));
    expect((await split.complete(hello)).content).toBe('beta');
  });

  it.each([
    [{ prompt_tokens: 0, completion_tokens: 0 }],
    [{ prompt_tokens: -5, completion_tokens: 1e308 }],
    [{ prompt_tokens: 'many', completion_tokens: null }],
  ])('is usage that cannot be true, estimated instead: %j', async (usage) => {
    const asks = await answering(choice({}, usage));
    const { usage: counted } = await asks.complete(hello);
    expect([counted.inputTokens, counted.outputTokens]).toEqual([2, 1]);
  });

  it.each([
    ['without an end', 200, false],
    ['of a refusal without end', 400, false],
    ['that unpacks to a thousand times its size', 200, true],
  ])('is a body %s: no more of it is taken than a reply may have', async (_, status, packed) => {
    let sent = 0;
    const asks = await model((response) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      });
      if (packed) return void response.end(gzipSync(Buffer.alloc(64 * 1024 * 1024, 'x')));
      const more = (): void => {
        while (!response.destroyed) {
          sent += 1 << 16;
          if (!response.write(Buffer.alloc(1 << 16, 'x'))) return void response.once('drain', more);
        }
      };
      more();
    });
    const error = await failure(asks.complete(hello));
    expect(error).toBeInstanceOf(ModelFault);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(error.message.length).toBeLessThan(2_000);
  });
});

describe('stopping', () => {
  it('ends a call under way at once, with the reason, and lets go of the connection', async () => {
    const asks = await model(() => undefined);
    const stop = new AbortController();
    const reason = new Error('stopped by the user');
    const ending = failure(asks.complete(hello, stop.signal));
    await expect.poll(() => server?.asked.length).toBe(1);
    stop.abort(reason);
    expect(await ending).toBe(reason);
    await expect.poll(() => server?.abandoned).toBe(1);
  });

  it('ends a wait between attempts at once', async () => {
    const asks = await model((response) => json(response, 429, {}, { 'retry-after': '60' }));
    const stop = new AbortController();
    const ending = failure(asks.complete(hello, stop.signal));
    await expect.poll(() => server?.asked.length).toBe(1);
    stop.abort(new Error('enough'));
    expect((await ending).message).toBe('enough');
  });

  it('does not pile up listeners on the signal of a long run', async () => {
    // A first reply, then fifteen refusals for whoever asks: with more attempts than that, nobody can use them up.
    const asks = await model(
      (response, _asked, index) => {
        if (index >= 1 && index <= 15) json(response, 503, {});
        else say(response, 'hi');
      },
      { retry: { ...retry, attempts: 20 } },
    );
    await asks.complete(hello);
    const { signal } = new AbortController();
    const all = Array.from({ length: 15 }, () => asks.complete(hello, signal));
    await Promise.all(all);
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
  });
});

describe('what a server says when it cannot answer', () => {
  it.each([
    [400, { error: { message: 'too many', code: 'context_length_exceeded' } }],
    [400, { object: 'error', message: "This model's maximum context length is 4096 tokens" }],
    [400, { detail: 'the prompt is too long' }],
    [413, { error: { message: 'the request exceeds the available context size' } }],
  ])('recognises a conversation that is too long (%i %j)', async (status, body) => {
    const asks = await model((response) => json(response, status, body));
    expect(await failure(asks.complete(hello))).toBeInstanceOf(ContextLimitError);
    expect(server?.asked).toHaveLength(1);
  });

  it('does not take a wrong setting or a quota for a long conversation', async () => {
    const texts = [
      'max_tokens is above the maximum of 16384 completion tokens',
      'Request too large: limit 6000 tokens per minute',
    ];
    const asks = await model((response, _asked, index) =>
      json(response, 400, { error: { message: texts[index] } }),
    );
    expect(await failure(asks.complete(hello))).toMatchObject({ kind: 'request' });
    expect(await failure(asks.complete(hello))).toMatchObject({ kind: 'request' });
  });

  it('says so when the URL leads to a web page', async () => {
    const asks = await model((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title>');
    });
    const error = await failure(asks.complete(hello));
    expect(error).toBeInstanceOf(ModelFault);
    expect(error).toMatchObject({ kind: 'unreachable' });
    expect(error.message).toContain('a web page');
    expect(error.message).toContain('base_url');
    expect(server?.asked).toHaveLength(1);
  });

  it('says so when the JSON is no chat completion, and finds errors sent as a success', async () => {
    const asks = await model((response, _asked, index) =>
      json(
        response,
        200,
        index === 0 ? { hello: 1 } : { error: { code: 401, message: 'bad key' } },
      ),
    );
    expect((await failure(asks.complete(hello))).message).toContain('no chat completion');
    expect(await failure(asks.complete(hello))).toMatchObject({ kind: 'auth' });
  });

  it('names the URL it asked and the missing /v1 after a 404', async () => {
    server = await chatServer((response) => json(response, 404, { error: 'not found' }));
    const baseURL = server.url.replace('/v1', '');
    const asks = new OpenAIChatModel({ baseURL, model: 'm', retry });
    const { message } = await failure(asks.complete(hello));
    expect(message).toContain(`${baseURL}/chat/completions`);
    expect(message).toContain('/v1');
  });

  it('follows no redirect, and says where it led', async () => {
    const asks = await model((response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' });
      response.end();
    });
    expect((await failure(asks.complete(hello))).message).toContain('http://127.0.0.1:9/elsewhere');
  });

  it('points at the variable of a refused key', async () => {
    const asks = await model((response) => json(response, 401, { error: { message: 'bad key' } }));
    const { message } = await failure(asks.complete(hello));
    expect(message).toMatch(/^127\.0\.0\.1:\d+: 401 \(check OPENAI_API_KEY of preset local\)/);
  });
});

describe('the key', () => {
  it.each([400, 401, 404, 429, 500, 200])(
    'is in no error, even when the server echoes its headers (%i)',
    async (status) => {
      const asks = await model((response, asked) =>
        json(response, status, {
          error: {
            message: `${'long '.repeat(52)}${KEY} headers: ${JSON.stringify(asked.headers)}`,
          },
          echo: asked.headers,
        }),
      );
      const error = await failure(asks.complete(hello));
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('sentinel-key');
      expect(error.message.length).toBeLessThanOrEqual(300);
    },
  );

  it('is not in a page, a label, an identity, a reply, or the model as it prints', async () => {
    const asks = await model((response, asked, index) => {
      if (index > 0) {
        say(response, `you sent ${asked.headers.authorization ?? ''}`);
        return;
      }
      response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(`upstream said Authorization: Bearer ${KEY}`);
    });
    const { content } = await asks.complete(hello);
    expect(content).toBe('you sent Bearer [key]');
    expect(asks.label + asks.identity).not.toContain(KEY);
    expect(inspect(asks, { depth: 9, showHidden: true }) + JSON.stringify(asks)).not.toContain(KEY);
  });

  it('does not travel unencrypted over the internet', () => {
    const options = { model: 'm', apiKey: new Secret(KEY) };
    const to = (baseURL: string) => () => new OpenAIChatModel({ ...options, baseURL });
    expect(to('http://api.example.com/v1')).toThrow(/unencrypted/);
    expect(to('http://10.0.0.7.example.com/v1')).toThrow(/unencrypted/);
    expect(to('http://8.8.8.8/v1')).toThrow(/unencrypted/);
    for (const near of [
      'localhost:1',
      '127.0.0.1',
      '[::1]:8000',
      '10.1.2.3',
      '192.168.0.9',
      'vllm:8000',
      'box.local',
    ]) {
      expect(to(`http://${near}/v1`)).not.toThrow();
    }
    expect(to('https://api.example.com/v1')).not.toThrow();
    expect(
      () => new OpenAIChatModel({ model: 'm', baseURL: 'http://api.example.com/v1' }),
    ).not.toThrow();
    expect(to('https://user:pw@api.example.com/v1')).toThrow(/must not hold/);
    expect(to('file:///etc')).toThrow(/https/);
  });
});
