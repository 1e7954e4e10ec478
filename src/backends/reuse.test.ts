import { describe, expect, it } from 'vitest';
import type { Model, ModelReply, ModelRequest, ReplyCache } from '../engine/ports';
import { ModelFault } from '../engine/ports';
import { reusing } from './reuse';

const spent = { calls: 1, inputTokens: 4, outputTokens: 2, usd: 0.5, reused: 0 };
const reused = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, reused: 1 };

function request(content: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: 'user', content }], purpose: 'agent', ...more };
}

function memory(): ReplyCache & { readonly size: number } {
  const replies = new Map<string, ModelReply>();
  return {
    get: (key) => replies.get(key),
    set: (key, reply) => void replies.set(key, reply),
    get size() {
      return replies.size;
    },
  };
}

/** A model that answers when told to. */
function held(temperature: number | undefined = 0) {
  const calls: { settle: (fail?: Error) => void; signal: AbortSignal | undefined }[] = [];
  const model: Model = {
    label: 'held',
    identity: 'held',
    temperature,
    complete: (asked, signal) =>
      new Promise((resolve, reject) => {
        const content = asked.messages[0]?.content ?? '';
        calls.push({
          signal,
          settle: (fail) => (fail ? reject(fail) : resolve({ content, usage: spent })),
        });
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  return { model, calls };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('reusing', () => {
  it('asks equal requests once, whoever asks, and the second costs nothing', async () => {
    const { model, calls } = held();
    const reuse = reusing(model, memory(), 'auto');
    const first = reuse.complete(request('a'));
    calls[0]?.settle();
    expect((await first).usage).toEqual(spent);
    const again = await reuse.complete(request('a', { purpose: 'writer', repeat: 0, tools: [] }));
    expect(again).toEqual({ content: 'a', usage: reused });
    expect(calls).toHaveLength(1);
  });

  it('asks again for another repetition, other messages, other tools', async () => {
    const { model, calls } = held();
    const reuse = reusing(model, memory(), 'auto');
    const all = [
      request('a'),
      request('b'),
      request('a', { repeat: 1 }),
      request('a', { tools: [{ name: 'f', parameters: {} }] }),
    ].map((each) => reuse.complete(each));
    for (const call of calls) call.settle();
    await Promise.all(all);
    expect(calls).toHaveLength(4);
  });

  it('shares a call under way; the first pays', async () => {
    const { model, calls } = held();
    const reuse = reusing(model, memory(), 'auto');
    const all = [
      reuse.complete(request('a')),
      reuse.complete(request('a')),
      reuse.complete(request('a')),
    ];
    calls[0]?.settle();
    expect((await Promise.all(all)).map(({ usage }) => usage)).toEqual([spent, reused, reused]);
    expect(calls).toHaveLength(1);
  });

  it('goes on while somebody waits, and stops when everybody has gone', async () => {
    const { model, calls } = held();
    const cache = memory();
    const reuse = reusing(model, cache, 'auto');
    const [one, two] = [new AbortController(), new AbortController()];
    const first = reuse.complete(request('a'), one.signal);
    const second = reuse.complete(request('a'), two.signal);
    one.abort(new Error('one left'));
    await expect(first).rejects.toThrow('one left');
    expect(calls[0]?.signal?.aborted).toBe(false);
    two.abort(new Error('two left'));
    await expect(second).rejects.toThrow('two left');
    expect(calls[0]?.signal?.aborted).toBe(true);
    // The given-up call is nobody's any more.
    const third = reuse.complete(request('a'));
    expect(calls).toHaveLength(2);
    calls[1]?.settle();
    expect((await third).usage).toEqual(spent);
    expect(cache.size).toBe(1);
  });

  it('lets the one who stays pay for what the leaver had begun', async () => {
    const { model, calls } = held();
    const reuse = reusing(model, memory(), 'auto');
    const stop = new AbortController();
    const first = reuse.complete(request('a'), stop.signal);
    const second = reuse.complete(request('a'));
    stop.abort(new Error('left'));
    calls[0]?.settle();
    await expect(first).rejects.toThrow('left');
    expect((await second).usage).toEqual(spent);
  });

  it('never keeps a failure', async () => {
    const { model, calls } = held();
    const cache = memory();
    const reuse = reusing(model, cache, 'auto');
    const all = [reuse.complete(request('a')), reuse.complete(request('a'))];
    calls[0]?.settle(new ModelFault('down', 'server'));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    await tick();
    const next = reuse.complete(request('a'));
    calls[1]?.settle();
    expect((await next).content).toBe('a');
    expect(cache.size).toBe(1);
  });

  it('leaves replies that are a matter of chance alone, unless told otherwise', () => {
    for (const temperature of [0.7, undefined]) {
      const { model } = held(temperature);
      // `held(undefined)` means 0 by default, so it is said again here.
      const free: Model = { ...model, temperature };
      expect(reusing(free, memory(), 'auto')).toBe(free);
      expect(reusing(free, memory(), 'always')).not.toBe(free);
    }
    const { model } = held();
    expect(reusing(model, memory(), 'never')).toBe(model);
  });
});
