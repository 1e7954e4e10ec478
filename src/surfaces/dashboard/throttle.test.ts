import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Throttle } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fail = (error: unknown): void => expect.fail(String(error));

const counting = (): { readonly throttle: Throttle; readonly works: () => number } => {
  let works = 0;
  const throttle = new Throttle(
    100,
    () => {
      works += 1;
      return Promise.resolve();
    },
    fail,
  );
  return { throttle, works: () => works };
};

it('works at once, then once more for all that was asked in between', async () => {
  const { throttle, works } = counting();
  throttle.ask();
  expect(works()).toBe(1);
  await vi.advanceTimersByTimeAsync(10);
  for (let i = 0; i < 5; i += 1) throttle.ask();
  expect(works()).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(works()).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(works()).toBe(2);
  throttle.ask();
  expect(works()).toBe(3);
});

it('never works twice at once', async () => {
  let finish = (): void => undefined;
  let running = 0;
  let works = 0;
  const throttle = new Throttle(
    100,
    async () => {
      works += 1;
      running += 1;
      expect(running).toBe(1);
      await new Promise<void>((resolve) => (finish = resolve));
      running -= 1;
    },
    fail,
  );
  throttle.ask();
  await vi.advanceTimersByTimeAsync(500);
  throttle.ask();
  expect(works).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(works).toBe(2);
  finish();
});

it('goes on after work that failed', async () => {
  const errors: unknown[] = [];
  let works = 0;
  const throttle = new Throttle(
    100,
    () => {
      works += 1;
      return Promise.reject(new Error('no'));
    },
    (error) => errors.push(error),
  );
  throttle.ask();
  throttle.ask();
  await vi.advanceTimersByTimeAsync(100);
  expect(works).toBe(2);
  expect(errors).toEqual([new Error('no'), new Error('no')]);
});

it('does nothing after its end', async () => {
  const { throttle, works } = counting();
  throttle.ask();
  throttle.ask();
  throttle.dispose();
  throttle.ask();
  await vi.advanceTimersByTimeAsync(1000);
  expect(works()).toBe(1);
});
