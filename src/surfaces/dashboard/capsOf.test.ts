import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { capsIn, capsOf } from './capsOf';

it('reads the caps that are set', () => {
  expect(capsIn({ budget: { calls: 200, usd: 0.5 } })).toEqual({
    calls: 200,
    tokens: null,
    usd: 0.5,
    minutes: null,
  });
});

it.each([
  undefined,
  7,
  {},
  { budget: {} },
  { budget: 'all' },
  { budget: { calls: 0, tokens: -1, usd: NaN, minutes: 'x' } },
])('finds none in %j', (config) => {
  expect(capsIn(config)).toBeNull();
});

it('finds none in a run without a configuration, or with a broken one', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'caps-'));
  expect(await capsOf(dir)).toBeNull();
  await writeFile(join(dir, 'config.yaml'), 'budget: [calls');
  expect(await capsOf(dir)).toBeNull();
  await writeFile(join(dir, 'config.yaml'), 'budget: { minutes: 5 }');
  expect(await capsOf(dir)).toMatchObject({ minutes: 5 });
  await rm(dir, { recursive: true });
});
