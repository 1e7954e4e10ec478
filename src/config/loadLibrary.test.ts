import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLibrary } from './loadLibrary';
import { loadRunConfig } from './loadRunConfig';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'load-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('loading a library', () => {
  it('names the setting that does not fit its files, and where it stands', async () => {
    await writeFile(join(dir, 'dates.md'), '---\nname: dates\n---\nDo.\n');
    const file = 'configs/quickstart.yaml';
    const overrides = [`skills.library_dir=${dir}`, 'skills.layout=folder'];
    const loaded = await loadRunConfig(file, { overrides, env: {} });
    await expect(loadLibrary(loaded)).rejects.toMatchObject({
      name: 'UserError',
      message: `skills.layout is "folder", but ${dir} has no NAME/SKILL.md file; it has NAME.md files (dates.md)`,
      place: loaded.placeOf(['skills', 'layout']),
      fix: expect.stringContaining('Set skills.layout to "flat"'),
    });
  });
});
