import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { planRun } from '../../../cli/planRun';
import { loadRunConfig } from '../../../config/loadRunConfig';
import { writeNew } from '../newFiles/newFiles';
import { sampleFiles } from './sampleFiles';

const extension = resolve('.');
const newFolder = () => mkdtempSync(join(tmpdir(), 'sample-'));

it('is a configuration with its skills, and a run can be planned from it', async () => {
  const folder = newFolder();
  const files = await sampleFiles(extension, folder);
  expect(files.map(({ path }) => path)).toEqual([
    'configs/quickstart.yaml',
    'skills/base/skeleton.md',
    'skills/quickstart/read_the_bundle.md',
  ]);
  await writeNew(folder, files);
  const config = join(folder, 'configs/quickstart.yaml');
  const text = readFileSync(config, 'utf8');
  expect(text).toMatch(/^# The quickstart: /);
  // Neither the way to a schema that is not there, nor a command of the repository.
  expect(text).not.toMatch(/\$schema|npm run/);
  const plan = await planRun(await loadRunConfig(config, { env: {}, baseDir: folder }), {});
  expect(plan.presets.isSimulated).toBe(true);
  expect(plan.library.learned.map(({ name }) => name)).toEqual(['read_the_bundle']);
});

it('leaves every file that is there as it is', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'configs'));
  writeFileSync(join(folder, 'configs/quickstart.yaml'), 'mine');
  const files = await sampleFiles(extension, folder);
  expect(files.filter(({ isThere }) => isThere).map(({ path }) => path)).toEqual([
    'configs/quickstart.yaml',
  ]);
  await writeNew(folder, files);
  expect(readFileSync(join(folder, 'configs/quickstart.yaml'), 'utf8')).toBe('mine');
  expect((await sampleFiles(extension, folder)).every(({ isThere }) => isThere)).toBe(true);
});

it('does not write over what appeared after it looked', async () => {
  const folder = newFolder();
  const files = await sampleFiles(extension, folder);
  mkdirSync(join(folder, 'configs'));
  writeFileSync(join(folder, 'configs/quickstart.yaml'), 'mine');
  await expect(writeNew(folder, files)).rejects.toThrow('EEXIST');
  expect(readFileSync(join(folder, 'configs/quickstart.yaml'), 'utf8')).toBe('mine');
});
