import { describe, expect, it } from 'vitest';
import type { Clock } from '../engine/ports';
import { AttemptFailed, defaultRetry, retrying } from './retry';

function recordingClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = [];
  const sleep = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(ms);
    return Promise.resolve();
  };
  return { waits, clock: { now: () => 0, sleep } };
}

const again = (askedMs?: number) =>
  new AttemptFailed(new Error('busy'), {
    again: true,
    ...(askedMs === undefined ? {} : { askedMs }),
  });

describe('retrying', () => {
  it('doubles its waits up to the cap and ends with the last error', async () => {
    const { clock, waits } = recordingClock();
    const attempt = () => Promise.reject(again());
    const random = () => 1 - Number.EPSILON;
    await expect(retrying(attempt, defaultRetry, { clock, random })).rejects.toThrow('busy');
    expect(waits.map(Math.round)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
  });

  it('spreads callers that failed together, but never earlier than the server asked', async () => {
    const { clock, waits } = recordingClock();
    const attempt = (n: number) =>
      n < 3 ? Promise.reject(again(n === 1 ? 2000 : undefined)) : Promise.resolve('ok');
    let turn = 0;
    const random = () => [0.5, 0][turn++] ?? 0;
    expect(await retrying(attempt, defaultRetry, { clock, random })).toBe('ok');
    expect(waits).toEqual([2250, 500]);
  });

  it('takes a wait of nothing for no wait that was asked for', async () => {
    const { clock, waits } = recordingClock();
    const random = () => 1 - Number.EPSILON;
    const said: number[] = [];
    const asks = retrying(() => Promise.reject(again(0)), defaultRetry, {
      clock,
      random,
      onWait: ({ nextInMs }) => void said.push(Math.round(nextInMs)),
    });
    await expect(asks).rejects.toThrow('busy');
    expect(waits.map(Math.round)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(said).toEqual(waits.map(Math.round));
  });

  it('passes on at once what is no failed attempt', async () => {
    const { clock, waits } = recordingClock();
    const bug = new TypeError('x is undefined');
    const attempt = () => Promise.reject(bug);
    await expect(retrying(attempt, defaultRetry, { clock, random: Math.random })).rejects.toBe(bug);
    expect(waits).toEqual([]);
  });

  it('throws the reason of the signal whatever it is', async () => {
    const { clock } = recordingClock();
    const stop = new AbortController();
    const attempt = () => {
      stop.abort('just words');
      return Promise.reject(again());
    };
    const trying = retrying(attempt, defaultRetry, {
      clock,
      signal: stop.signal,
      random: Math.random,
    });
    await expect(trying).rejects.toBe('just words');
  });
});
