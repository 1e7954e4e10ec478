import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnchanged, openStamped } from './stampedProject';

let folder: string;
let config: string;
let suite: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stamps-'));
  config = join(folder, 'run.yaml');
  suite = join(folder, 'suite.yaml');
  await writeFile(config, 'one');
  await writeFile(suite, 'one');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Says which of them is closed. */
function projects(files: readonly string[], whileReading: () => Promise<void> = async () => {}) {
  const log: string[] = [];
  const open = async () => {
    const name = `p${log.length}`;
    log.push(`open ${name}`);
    await whileReading();
    return { files, dispose: async () => void log.push(`close ${name}`) };
  };
  return { log, open };
}

describe('a project with the stamps of its files', () => {
  it('is opened again where it names files that were not looked at before', async () => {
    const { log, open } = projects([config, suite]);
    const { stamps } = await openStamped([config], open);
    expect(log).toEqual(['open p0', 'close p0', 'open p2']);
    expect([...stamps.keys()]).toEqual([config, suite]);
    expect(await isUnchanged(stamps)).toBe(true);
    const known = projects([config, suite]);
    await openStamped([config, suite], known.open);
    expect(known.log).toEqual(['open p0']);
  });

  it('is out of date when a file changed while it was read', async () => {
    const { open } = projects([config, suite], () => writeFile(suite, 'another text'));
    const { stamps } = await openStamped([config, suite], open);
    expect(await isUnchanged(stamps)).toBe(false);
  });

  it('is out of date when a file changes, goes, comes, or is put in its place', async () => {
    const missing = join(folder, 'check.py');
    const { open } = projects([config, suite, missing]);
    const stampsNow = async () => (await openStamped([config, suite, missing], open)).stamps;
    const first = await stampsNow();
    expect(await isUnchanged(first)).toBe(true);
    await writeFile(missing, 'x');
    expect(await isUnchanged(first)).toBe(false);
    const second = await stampsNow();
    const { atime, mtime } = await stat(suite);
    await writeFile(join(folder, 'other'), 'two');
    await utimes(join(folder, 'other'), atime, mtime);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await rename(join(folder, 'other'), suite);
    expect(await isUnchanged(second)).toBe(false);
    const third = await stampsNow();
    await rm(config);
    expect(await isUnchanged(third)).toBe(false);
  });

  it('counts as out of date where its files never come to rest', async () => {
    let n = 0;
    const { stamps } = await openStamped([config], async () => ({
      files: [config, join(folder, `new${(n += 1)}`)],
      dispose: async () => undefined,
    }));
    expect(n).toBe(3);
    expect(await isUnchanged(stamps)).toBe(false);
  });
});
