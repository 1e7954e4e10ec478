import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlainFile } from './plainFile';
import { loadPreset } from './presets';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plain-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('a file that somebody else put there', () => {
  it('is read when it is a text, also by a link', () => {
    const file = join(dir, 'a');
    writeFileSync(file, 'ä'.repeat(100_000));
    symlinkSync(file, join(dir, 'b'));
    expect(readPlainFile(join(dir, 'b'), 200_000)).toBe('ä'.repeat(100_000));
    expect(() => readPlainFile(file, 199_999)).toThrow('larger than');
  });

  it('is not read when it is huge or a folder', () => {
    const file = join(dir, 'sparse');
    writeFileSync(file, '');
    truncateSync(file, 2 ** 40);
    expect(() => readPlainFile(file, 1_000_000)).toThrow('larger than');
    mkdirSync(join(dir, 'folder'));
    expect(() => readPlainFile(join(dir, 'folder'), 10)).toThrow();
  });

  it.skipIf(process.platform === 'win32')('is not read when it is a device or a pipe', () => {
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    symlinkSync(join(dir, 'pipe'), join(dir, 'linked'));
    symlinkSync('/dev/zero', join(dir, 'zero'));
    for (const name of ['pipe', 'linked', 'zero']) {
      expect(() => readPlainFile(join(dir, name), 1_000_000)).toThrow('no regular file');
    }
    symlinkSync('/dev/zero', join(dir, 'a.yaml'));
    expect(() => loadPreset('a', [dir], {})).toThrow('the file cannot be read');
  });
});
