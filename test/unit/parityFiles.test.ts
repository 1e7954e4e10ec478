import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '../parity/scenario';

const file = join(mkdtempSync(join(tmpdir(), 'parity-')), 'scenarios.json');

async function parity(...args: string[]): Promise<unknown> {
  const command = ['--import', 'tsx', 'test/parity/main.ts', ...args];
  return promisify(execFile)(process.execPath, command).catch((error: unknown) => error);
}

describe('the files of the parity check', () => {
  it.each([
    ['an empty file', '', 'empty'],
    ['an empty list', '[]', 'empty'],
    ['no JSON', '[{"id":', 'JSON'],
    ['half a gzip', gzipSync('[]').subarray(0, 12), 'cannot be read'],
    ['no list', '{}', 'expected a JSON array'],
    ['something that is no scenario', '[{"id": 1}]', 'scenario.0.id'],
  ])('names a file that is %s, and what is wrong', (_what, content, why) => {
    writeFileSync(file, content);
    expect(() => readScenarios(file)).toThrow(file);
    expect(() => readScenarios(file)).toThrow(why);
  });

  it('reads the committed scenarios', () => {
    expect(readScenarios('test/data/scenarios.json.gz').length).toBeGreaterThan(0);
  });

  it('fails on a file without scenarios, and on a flag it does not know in another way', async () => {
    writeFileSync(file, '[]');
    expect(await parity(file)).toMatchObject({ code: 1, stderr: expect.stringContaining(file) });
    expect(await parity('--scenarios', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'--scenarios'"),
    });
  });

  it('says of a difference what was expected and what is actual', async () => {
    const [scenario] = readScenarios('test/data/scenarios.json.gz');
    const expected = { ...scenario?.expected, best_epoch: 'none of them' };
    writeFileSync(file, JSON.stringify([{ ...scenario, expected }]));
    expect(await parity(file)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/best_epoch: expected "none of them" actual \S+$/m),
    });
  });
});
