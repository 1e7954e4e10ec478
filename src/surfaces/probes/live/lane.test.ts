import { describe, expect, it } from 'vitest';
import type { Project } from '../lab/lab';
import { Lane } from './lane';
import { ProbeCalls } from './probeCalls';
import { SpendLimit } from './spendLimit';

describe('the lane', () => {
  it('lets one after the other through, whatever becomes of them', async () => {
    const lane = new Lane();
    const order: string[] = [];
    const work = (name: string, fails = false) =>
      lane.run(async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('lets go of who does not want to wait any more', async () => {
    const lane = new Lane();
    let end = (): void => undefined;
    const first = lane.run(() => new Promise<void>((resolve) => (end = resolve)));
    const controller = new AbortController();
    let ran = false;
    const second = lane.run(async () => void (ran = true), controller.signal);
    controller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    end();
    await first;
    await lane.run(async () => undefined);
    expect(ran).toBe(false);
  });
});

describe('the limit of calls', () => {
  it('counts down, never below nothing, and starts over', () => {
    let most = 10;
    const spend = new SpendLimit(() => most);
    spend.charge(7);
    expect(spend).toMatchObject({ used: 7, left: 3, most: 10 });
    most = 5;
    expect(spend.left).toBe(0);
    spend.reset();
    expect(spend).toMatchObject({ used: 0, left: 5 });
  });
});

describe('the calls of all probes of a window', () => {
  /** Makes as many calls as it may, and fails if it is told to. */
  function project(wanted: number, fails = false): Pick<Project, 'measure' | 'callsMade'> {
    let callsMade = 0;
    return {
      get callsMade() {
        return callsMade;
      },
      measure: async ({ callLimit, onSent }) => {
        const sent = Math.min(wanted, callLimit);
        callsMade += sent;
        onSent?.(sent);
        if (fails) throw new Error('broken');
        return { limited: wanted > callLimit } as Awaited<ReturnType<Project['measure']>>;
      },
    };
  }
  const never = new AbortController().signal;
  const request = {} as Parameters<ProbeCalls['measure']>[1];

  it('have one limit, whoever makes them, and one turn after the other', async () => {
    const calls = new ProbeCalls(() => 10);
    const measure = (one: ReturnType<typeof project>) =>
      calls.lane.run(() => calls.measure(one, request, never));
    const [hand, edit, more] = [project(6), project(6), project(1)];
    const results = await Promise.all([hand, edit, more].map(measure));
    expect(results.map(({ limited }) => limited)).toEqual([false, true, true]);
    expect([hand, edit, more].map(({ callsMade }) => callsMade)).toEqual([6, 4, 0]);
    expect(calls.spend).toMatchObject({ used: 10, left: 0 });
    calls.spend.reset();
    expect((await measure(more)).limited).toBe(false);
  });

  it('count also where measuring failed', async () => {
    const calls = new ProbeCalls(() => 10);
    await expect(calls.measure(project(3, true), request, never)).rejects.toThrow('broken');
    expect(calls.spend.used).toBe(3);
  });
});
