import { expect, it } from 'vitest';
import type { RunEvent } from '../engine/learn/events';
import type { Model } from '../engine/ports';
import { noUsage } from '../engine/usage';
import { EndpointWatch } from './endpointWatch';

function watching() {
  let now = 0;
  const said: RunEvent[] = [];
  const watch = new EndpointWatch({ now: () => now, sleep: () => Promise.resolve() });
  watch.start((event) => void said.push(event));
  return { watch, said, pass: (ms: number) => void (now += ms) };
}
const waiting = (attempt: number, nextInMs = 500) => ({
  reason: 'cannot be reached',
  attempt,
  nextInMs,
});
const model: Model = {
  label: 'm',
  identity: 'm',
  temperature: 0,
  complete: () => Promise.resolve({ content: 'hi', usage: noUsage }),
};

it('says at once that an endpoint cannot be had, then now and then, then that it answers again', async () => {
  const { watch, said, pass } = watching();
  watch.waits('m', waiting(1));
  watch.waits('m', waiting(2));
  pass(5_000);
  watch.waits('m', waiting(3, 4_000));
  await watch.watched(model).complete({ messages: [], purpose: 'agent' });
  await watch.watched(model).complete({ messages: [], purpose: 'agent' });
  watch.close();
  expect(said).toEqual([
    { type: 'endpoint.waiting', model: 'm', ...waiting(1) },
    { type: 'endpoint.waiting', model: 'm', ...waiting(3, 4_000) },
    { type: 'endpoint.answering', model: 'm' },
  ]);
});

it('a trouble that cannot be told does not end the process', () => {
  const { watch } = watching();
  watch.start(() => {
    throw new Error('the disk is full');
  });
  expect(() => watch.waits('m', waiting(1))).not.toThrow();
  watch.close();
});
