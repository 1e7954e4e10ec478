import { describe, expect, it } from 'vitest';
import { LiveScheduler, Outdated, Stopped, type RoundEnd } from './liveScheduler';

/** Time that passes when told to. */
class FakeClock {
  #now = 0;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      this.#sleepers.push({ at: this.#now + ms, wake: resolve });
    });
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#sleepers.filter(({ at }) => at <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
    for (const { wake } of due) wake();
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

/** A scheduler over a text; rounds end when the test says so. */
function world() {
  const clock = new FakeClock();
  const begun: string[] = [];
  const ended: string[] = [];
  const failures: unknown[] = [];
  const open: { readonly end: (how: RoundEnd) => void; readonly fail: (error: Error) => void }[] =
    [];
  let text = 'a';
  let underWay = 0;
  const scheduler = new LiveScheduler<string>({
    clock,
    pauseMs: () => 600,
    changed: () => undefined,
    failed: (error) => void failures.push(error),
    round: async (signal, asked) => {
      const what = `${asked ?? 'live'} ${text}`;
      begun.push(what);
      underWay += 1;
      expect(underWay).toBe(1);
      try {
        return await new Promise<RoundEnd>((end, fail) => {
          open.push({ end, fail });
          signal.addEventListener('abort', () => fail(signal.reason as Error));
        });
      } finally {
        underWay -= 1;
        ended.push(`${what}${signal.aborted ? ' aborted' : ''}`);
      }
    },
  });
  const type = (next: string): void => {
    text = next;
    scheduler.edited();
  };
  const end = async (how: RoundEnd = 'done'): Promise<void> => {
    open.at(-1)?.end(how);
    await settle();
  };
  const fail = async (error: Error): Promise<void> => {
    open.at(-1)?.fail(error);
    await settle();
  };
  return { clock, scheduler, begun, ended, failures, type, end, fail };
}

describe('the live scheduler', () => {
  it('does nothing by itself, and measures at once when switched on', async () => {
    const { scheduler, begun, type, end, clock } = world();
    type('b');
    await clock.pass(10_000);
    expect(begun).toEqual([]);
    scheduler.switchLive(true);
    await settle();
    expect(begun).toEqual(['live b']);
    expect(scheduler.phase).toBe('running');
    await end();
    expect(scheduler.phase).toBe('idle');
  });

  it('waits for a pause in typing, counted from the last key', async () => {
    const { scheduler, begun, type, end, clock } = world();
    scheduler.switchLive(true);
    await settle();
    await end();
    type('b');
    await clock.pass(500);
    type('bc');
    await clock.pass(500);
    expect(begun).toEqual(['live a']);
    expect(scheduler.phase).toBe('pause');
    await clock.pass(100);
    expect(begun).toEqual(['live a', 'live bc']);
  });

  it('ends the round of an older text at once, and starts the next one only after it has ended', async () => {
    const { scheduler, begun, ended, type, end, clock } = world();
    scheduler.switchLive(true);
    await settle();
    scheduler.answered();
    type('b');
    await settle();
    expect(ended).toEqual(['live a aborted']);
    await clock.pass(600);
    expect(begun).toEqual(['live a', 'live b']);
    await end();
    expect(ended).toEqual(['live a aborted', 'live b']);
  });

  it('starts no round for every key while none has answered, and the newest text then', async () => {
    const { scheduler, begun, ended, type, clock } = world();
    scheduler.switchLive(true);
    await settle();
    for (const key of ['b', 'bc', 'bcd', 'bcde']) {
      type(key);
      await clock.pass(1_000);
    }
    expect(begun).toEqual(['live a']);
    scheduler.answered();
    await settle();
    expect(ended).toEqual(['live a aborted']);
    await clock.pass(600);
    expect(begun).toEqual(['live a', 'live bcde']);
  });

  it('goes on with the newest text where a round ended without any answer', async () => {
    const { scheduler, begun, type, end, clock } = world();
    scheduler.switchLive(true);
    await settle();
    type('b');
    await end();
    await clock.pass(600);
    expect(begun).toEqual(['live a', 'live b']);
  });

  it('lets a round that somebody asked for go on while live is off, and replaces it when on', async () => {
    const { scheduler, begun, ended, type, end, clock } = world();
    const asked = scheduler.runNow('asked');
    await settle();
    type('b');
    await clock.pass(5_000);
    await end();
    await asked;
    expect(ended).toEqual(['asked a']);
    scheduler.switchLive(true);
    await settle();
    await end();
    const second = scheduler.runNow('again');
    await settle();
    type('c');
    await expect(second).rejects.toBeInstanceOf(Outdated);
    await clock.pass(600);
    expect(begun).toEqual(['asked a', 'live b', 'again b', 'live c']);
  });

  it('runs one round at a time, also when asked twice', async () => {
    const { scheduler, begun, end } = world();
    const first = scheduler.runNow('first');
    const second = scheduler.runNow('second');
    await expect(first).rejects.toBeInstanceOf(Outdated);
    await settle();
    await end();
    await second;
    expect(begun).toEqual(['second a']);
  });

  it('stops when told, and starts again with the next change', async () => {
    const { scheduler, begun, ended, type, clock } = world();
    scheduler.switchLive(true);
    await settle();
    scheduler.stop();
    await settle();
    expect(ended).toEqual(['live a aborted']);
    expect(scheduler).toMatchObject({ isLive: true, phase: 'idle' });
    type('b');
    scheduler.stop();
    await clock.pass(1_000);
    expect(begun).toEqual(['live a']);
    type('c');
    await clock.pass(600);
    expect(begun).toEqual(['live a', 'live c']);
    scheduler.switchLive(false);
    await settle();
    expect(ended.at(-1)).toBe('live c aborted');
    type('d');
    await clock.pass(1_000);
    expect(begun).toHaveLength(2);
  });

  it('follows the signal of who asked', async () => {
    const { scheduler, ended } = world();
    const controller = new AbortController();
    const asked = scheduler.runNow('asked', controller.signal);
    await settle();
    controller.abort(new Stopped('cancelled'));
    await expect(asked).rejects.toThrow('cancelled');
    expect(ended).toEqual(['asked a aborted']);
    expect(scheduler.phase).toBe('idle');
  });

  it('goes quiet at the limit of calls until more is allowed', async () => {
    const { scheduler, begun, type, end, clock } = world();
    scheduler.switchLive(true);
    await settle();
    await end('limit');
    expect(scheduler.isSpent).toBe(true);
    type('b');
    await clock.pass(5_000);
    expect(begun).toEqual(['live a']);
    scheduler.allowMore();
    await settle();
    expect(scheduler.isSpent).toBe(false);
    expect(begun).toEqual(['live a', 'live b']);
  });

  it('tells of a round that failed by itself, and of none that was replaced or stopped', async () => {
    const { scheduler, failures, fail, type, clock, begun } = world();
    scheduler.switchLive(true);
    await settle();
    const error = new Error('broken');
    await fail(error);
    expect(failures).toEqual([error]);
    type('b');
    await clock.pass(600);
    scheduler.answered();
    type('c');
    await clock.pass(600);
    scheduler.stop();
    await settle();
    expect(failures).toEqual([error]);
    expect(begun).toEqual(['live a', 'live b', 'live c']);
    const asked = scheduler.runNow('asked');
    await settle();
    await fail(error);
    await expect(asked).rejects.toBe(error);
    expect(failures).toEqual([error]);
  });

  it('ends with its text', async () => {
    const { scheduler, ended, type, clock, begun } = world();
    scheduler.switchLive(true);
    await settle();
    scheduler.dispose();
    await settle();
    expect(ended).toEqual(['live a aborted']);
    type('b');
    await clock.pass(1_000);
    expect(begun).toHaveLength(1);
  });
});
