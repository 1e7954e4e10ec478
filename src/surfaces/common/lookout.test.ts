import { describe, expect, it } from 'vitest';
import { Lookout } from './lookout';

/** Time that passes when told to. */
function handClock() {
  const sleepers = new Set<() => void>();
  return {
    sleepers,
    sleep: (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new Error('stopped'));
        sleepers.add(resolve);
        signal?.addEventListener('abort', () => {
          sleepers.delete(resolve);
          reject(new Error('stopped'));
        });
      }),
    async pass(): Promise<void> {
      const all = [...sleepers];
      sleepers.clear();
      all.forEach((wake) => wake());
      await settled();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('a lookout', () => {
  it('looks at once and then again and again, and not at all when nobody wants it', async () => {
    let looks = 0;
    const clock = handClock();
    const lookout = new Lookout(clock, 1_000, async () => void (looks += 1));
    await settled();
    expect([looks, clock.sleepers.size]).toEqual([0, 0]);
    lookout.keep(true);
    await settled();
    expect(looks).toBe(1);
    await clock.pass();
    await clock.pass();
    expect(looks).toBe(3);
    lookout.keep(false);
    await clock.pass();
    expect([looks, clock.sleepers.size]).toEqual([3, 0]);
  });

  it('goes on by one step at a time, however often it was called on and off', async () => {
    let looks = 0;
    const clock = handClock();
    const lookout = new Lookout(clock, 1_000, async () => void (looks += 1));
    for (const on of [true, true, false, true]) lookout.keep(on);
    await settled();
    const before = looks;
    await clock.pass();
    expect(looks).toBe(before + 1);
    expect(clock.sleepers.size).toBe(1);
  });
});
