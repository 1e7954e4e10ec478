/** What commands say besides their outcome: what is wrong with what they were given, and where. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/commandLine';

const quickstart = ['--config', 'configs/quickstart.yaml', '--agent', 'simulated', '--json'];
let dir: string;

beforeAll(async () => {
  dir = await realpath(await mkdtemp(path.join(tmpdir(), 'grasp-says-')));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a library with files of the other layout', () => {
  let library: string;

  beforeAll(async () => {
    library = path.join(dir, 'mixed');
    await mkdir(path.join(library, 'two'), { recursive: true });
    const skill = (name: string): string => `---\nname: ${name}\ndescription: Use it.\n---\n\nx\n`;
    await writeFile(path.join(library, 'one.md'), skill('one'));
    await writeFile(path.join(library, 'two/SKILL.md'), skill('two'));
  });

  it.each([['eval', '--split', 'val'], ['probe'], ['calibrate', '--n', '2', '--repeats', '2']])(
    'is warned of by %s',
    async (...command) => {
      const flags = ['--library', library, '--set', `output_dir=${dir}`];
      const { code, stdout, stderr } = await run([...command, ...quickstart, ...flags]);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(`grasp: ${path.join(library, 'one.md')}`);
      expect(JSON.parse(stdout)).toBeTypeOf('object');
    },
  );
});

describe('a broken config', () => {
  it('is named from the current directory, with the line that is wrong', async () => {
    const torn = path.join(dir, 'torn.yaml');
    await writeFile(torn, 'task: { kind: quickstart\ncycle:\n  epochs: 1\n');
    const { code, stderr } = await run(['estimate', '--config', torn], { cwd: dir });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^grasp: torn\.yaml:1: not valid YAML: /);
    expect((await run(['estimate', '--config', torn])).stderr).toContain(`${torn}:1: `);
  });
});

describe('a finished run', () => {
  it('took no longer after it was looked at again', async () => {
    const args = ['learn', ...quickstart, '--run-name', 'done'];
    const set = ['--set', `output_dir=${dir}`, 'cycle.epochs=1'];
    const seconds = async (...more: readonly string[]): Promise<unknown> =>
      (JSON.parse((await run([...args, ...more, ...set])).stdout) as { seconds: unknown }).seconds;
    const worked = await seconds();
    expect(worked).toBeTypeOf('number');
    expect(await seconds('--resume')).toBe(worked);
    expect(await seconds('--resume')).toBe(worked);
  });

  it('costs nothing when it is looked at again', async () => {
    const args = ['learn', ...quickstart, '--run-name', 'whole', '--set', `output_dir=${dir}`];
    const { stdout } = await run(args);
    const { calls } = JSON.parse(stdout) as { calls: unknown };
    const journal = path.join(dir, 'whole', 'journal.jsonl');
    const before = (await readFile(journal, 'utf8')).split('\n').length;
    const again = JSON.parse((await run([...args, '--resume'])).stdout) as { calls: unknown };
    expect(again.calls).toBe(calls);
    const added = (await readFile(journal, 'utf8'))
      .trim()
      .split('\n')
      .slice(before - 1);
    const types = added.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.filter((type) => /^(rollout|writer)\./.test(type))).toEqual([]);
  });
});
