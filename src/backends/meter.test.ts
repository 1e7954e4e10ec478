import { afterEach, describe, expect, it } from 'vitest';
import type { Clock, Model, ModelRequest } from '../engine/ports';
import { BudgetExceeded, ModelFault } from '../engine/ports';
import { noUsage } from '../engine/usage';
import { Meter, metered } from './meter';
import { OpenAIChatModel } from './openaiChat';
import { reusing } from './reuse';
import type { ChatServer } from './testing/chatServer';
import { chatServer, json, say } from './testing/chatServer';

const request: ModelRequest = { messages: [{ role: 'user', content: 'a' }], purpose: 'agent' };
const clockAt = (time: { now: number }): Clock => ({
  now: () => time.now,
  sleep: () => Promise.resolve(),
});
const still = clockAt({ now: 0 });

const costing: Model = {
  label: 'm',
  identity: 'm',
  temperature: 0,
  complete: () =>
    Promise.resolve({
      content: 'x',
      usage: { calls: 1, inputTokens: 60, outputTokens: 40, usd: 0.25, reused: 0 },
    }),
};

let server: ChatServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('a budget', () => {
  it.each([
    [{ calls: 2 }, 'budget.calls is spent: 2 of 2 model calls', '--set budget.calls=4 --resume'],
    [
      { tokens: 150 },
      'budget.tokens is spent: 200 of 150 tokens',
      '--set budget.tokens=400 --resume',
    ],
    [{ usd: 0.5 }, 'budget.usd is spent: 0.5 of 0.5 US dollars', '--set budget.usd=1 --resume'],
  ])(
    'stops before the call after %j is reached, and says how to go on',
    async (caps, what, how) => {
      const model = metered(costing, new Meter(caps), still);
      await model.complete(request);
      await model.complete(request);
      const third = model.complete(request);
      await expect(third).rejects.toBeInstanceOf(BudgetExceeded);
      await expect(third).rejects.toThrow(what);
      await expect(third).rejects.toThrow(how);
    },
  );

  it('counts minutes from the first call on, and those before a resume', async () => {
    const time = { now: 5_000_000 };
    const meter = new Meter({ minutes: 10 });
    meter.startFrom({ ...noUsage, calls: 7 }, 8);
    const model = metered(costing, meter, clockAt(time));
    await model.complete(request);
    time.now += 2 * 60_000;
    await expect(model.complete(request)).rejects.toThrow('10 of 10 minutes');
    expect(meter.spent.total.calls).toBe(8);
  });

  it('tells agent, writer and judge apart', async () => {
    const meter = new Meter();
    const model = metered(costing, meter, still);
    await model.complete(request);
    await model.complete({ ...request, purpose: 'writer' });
    await model.complete({ ...request, purpose: 'writer' });
    expect(meter.spent).toMatchObject({
      agent: { calls: 1 },
      writer: { calls: 2, usd: 0.5 },
      judge: { calls: 0 },
      total: { calls: 3, inputTokens: 180 },
    });
  });

  it('is not overrun by calls made at once', async () => {
    server = await chatServer((response) => setTimeout(() => say(response, 'hi'), 5));
    const asks = new OpenAIChatModel({ baseURL: server.url, model: 'm', temperature: 0 });
    const model = metered(asks, new Meter({ calls: 5 }), still);
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => model.complete(request)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(server.asked).toHaveLength(5);
  });

  it('counts requests that failed', async () => {
    server = await chatServer((response) => json(response, 500, {}));
    const asks = new OpenAIChatModel({
      baseURL: server.url,
      model: 'm',
      retry: { attempts: 3, baseMs: 1, maxMs: 1 },
    });
    const meter = new Meter();
    await expect(metered(asks, meter, still).complete(request)).rejects.toBeInstanceOf(ModelFault);
    expect(meter.spent.agent.calls).toBe(3);
  });

  it('still hands out replies that are already paid for', async () => {
    const replies = new Map();
    const cache = {
      get: (key: string) => replies.get(key),
      set: (key: string, reply: unknown) => void replies.set(key, reply),
    };
    const model = reusing(metered(costing, new Meter({ calls: 1 }), still), cache, 'auto');
    await model.complete(request);
    expect((await model.complete(request)).usage.reused).toBe(1);
    await expect(model.complete({ ...request, repeat: 1 })).rejects.toBeInstanceOf(BudgetExceeded);
  });

  it('lets go of a call that waits for its turn when the run stops', async () => {
    const never: Model = { ...costing, complete: () => new Promise(() => undefined) };
    const model = metered(never, new Meter({ calls: 1 }), still);
    void model.complete(request);
    const stop = new AbortController();
    const waiting = model.complete(request, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});

it('a pause does not count as time', () => {
  const meter = new Meter({ minutes: 1 });
  meter.check(0);
  meter.pause(30_000);
  expect(meter.minutes(600_000)).toBe(0.5);
  meter.goOn(600_000);
  expect(meter.minutes(612_000)).toBeCloseTo(0.7);
});
