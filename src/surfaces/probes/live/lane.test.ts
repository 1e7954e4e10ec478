import { describe, expect, it } from 'vitest';
import { Lane } from './lane';
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
