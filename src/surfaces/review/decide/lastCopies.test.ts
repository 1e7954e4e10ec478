import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastCopies } from './lastCopies';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'copies-'));
  await mkdir(join(dir, '.history'));
});
afterEach(() => rm(dir, { recursive: true }));
const put = (file: string, text: string) => writeFile(join(dir, file), text);

it('a version whose text nothing else holds is the last copy of it', async () => {
  await put('.history/units_v1.md', 'one');
  await put('units.md', 'two');
  expect(await lastCopies(dir, ['.history/units_v1.md'])).toEqual(['.history/units_v1.md']);
  await put('units.md', 'one');
  expect(await lastCopies(dir, ['.history/units_v1.md'])).toEqual([]);
});

it('of two versions with one text that are both to go, one stays', async () => {
  await put('.history/units_v1.md', 'one');
  await put('.history/units_v2.md', 'one');
  await put('units.md', 'three');
  const both = ['.history/units_v1.md', '.history/units_v2.md'];
  expect(await lastCopies(dir, both)).toEqual(['.history/units_v1.md']);
  expect(await lastCopies(dir, ['.history/units_v2.md'])).toEqual([]);
});
