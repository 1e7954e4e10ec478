/** Against real servers on this machine. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serveSimulated } from '../../../backends/simulated';
import { askServer, isModelName, modelNames } from './askServer';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const { signal } = new AbortController();

describe('asking a server for its models', () => {
  it('lists those of a server of ours', async () => {
    const server = await serveSimulated({ port: 0 });
    try {
      expect(await askServer(`${server.url}/`, signal)).toEqual({
        kind: 'models',
        url: server.url,
        models: ['simulated'],
      });
    } finally {
      await server.close();
    }
  });

  it('sends a key when it has one, and tells who wants one', async () => {
    const url = await serve(({ headers }, response) => {
      response.statusCode = headers.authorization === 'Bearer k' ? 200 : 401;
      response.end('{"data":[{"id":"b"},{"id":"a"}]}');
    });
    expect(await askServer(url, signal)).toEqual({ kind: 'locked', url });
    expect(await askServer(url, signal, { key: 'k' })).toEqual({
      kind: 'models',
      url,
      models: ['a', 'b'],
    });
  });

  it('takes nothing else for a list of models', async () => {
    for (const [status, body] of [
      [200, '<html>'],
      [200, '{"data":[]}'],
      [200, '7'],
      [404, '{}'],
      [200, `{"data":["${'x'.repeat(3_000_000)}"]}`],
    ] as const) {
      const url = await serve((_request, response) => {
        response.statusCode = status;
        response.end(body);
      });
      expect(await askServer(url, signal)).toMatchObject({ kind: 'other', url });
    }
  });

  it('does not follow a server elsewhere', async () => {
    let visits = 0;
    const other = await serve((_request, response) => {
      visits += 1;
      response.end('{"data":[{"id":"a"}]}');
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: `${other}/models` }).end();
    });
    expect(await askServer(url, signal, { key: 'k' })).toEqual({ kind: 'absent', url });
    expect(visits).toBe(0);
  });

  it('gives up soon where nothing answers, and at once when told to', async () => {
    const url = await serve(() => undefined);
    expect(await askServer(url, signal, { timeoutMs: 50 })).toEqual({ kind: 'absent', url });
    const closed = new AbortController();
    const asking = askServer(url, closed.signal);
    closed.abort(new Error('closed'));
    await expect(asking).rejects.toThrow('closed');
    expect(await askServer('http://127.0.0.1:1/v1', signal)).toMatchObject({ kind: 'absent' });
  });

  it('refuses what is no address', async () => {
    for (const address of [
      'localhost:11434',
      'file:///etc/passwd',
      'http://u:p@localhost/v1',
      '',
    ]) {
      expect(await askServer(address, signal)).toMatchObject({ kind: 'other', url: address });
    }
    expect(await askServer('http://example.com/v1', signal, { key: 'k' })).toMatchObject({
      kind: 'other',
      why: expect.stringContaining('unencrypted') as string,
    });
  });
});

describe('names of models', () => {
  it('are read from the usual shapes', () => {
    expect(modelNames({ models: [{ name: 'qwen3:8b' }] })).toEqual(['qwen3:8b']);
    expect(modelNames(['b', 'a', 'a', 7, null])).toEqual(['a', 'b']);
  });

  it('are what they look like', () => {
    expect(isModelName('org/Model-1.5:latest (Q4)')).toBe(true);
    for (const name of ['', '${HOME}', 'a\nb', 'a\u202eb', 'x'.repeat(201)]) {
      expect(isModelName(name)).toBe(false);
    }
  });
});
