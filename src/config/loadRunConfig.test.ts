import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../util/errors';
import { loadRunConfig } from './loadRunConfig';
import type { LoadOptions } from './loadRunConfig';

const folder = mkdtempSync(join(tmpdir(), 'grasp-config-'));
const good = `task:
  kind: quickstart
agent_preset: simulated
cycle:
  epochs: 3
  update_every: 5
`;

function write(text: string): string {
  const file = join(folder, 'run.yaml');
  writeFileSync(file, text);
  return file;
}

function load(text: string, options: Partial<LoadOptions> = {}) {
  return loadRunConfig(write(text), { env: {}, ...options });
}

async function failure(text: string, options: Partial<LoadOptions> = {}): Promise<UserError> {
  const error: unknown = await load(text, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw new Error(`expected a UserError, got ${String(error)}`);
}

describe('loading a run config', () => {
  it('fills in every default', async () => {
    const { config, preset } = await load(good);
    expect(preset).toBe('simulated');
    expect(config).toMatchObject({
      method: 'grasp',
      output_dir: 'runs',
      review: 'auto',
      compat: 'none',
      cycle: { grpo_k: 4, grpo_eval_n: 20, max_proposals: 1, seed: 1 },
      probe: { reuse: 'auto', repeats: 1 },
      faults: { retries: 2, max_consecutive: 12 },
    });
  });

  it('reads paths relative to the current directory, or to a folder that is given', async () => {
    const plain = await load(good);
    expect(plain.pathOf('skills/mine')).toBe('skills/mine');
    const based = await load(good, { baseDir: join(folder, 'work') });
    expect(based.pathOf('skills/mine')).toBe(join(folder, 'work/skills/mine'));
    expect(based.pathOf('/abs')).toBe('/abs');
    expect(based.presetDirs).toContain(join(folder, 'work/configs/agents'));
  });

  it('takes a block with nothing in it for one that was not written', async () => {
    const { config } = await load(`${good}budget:\n  # calls: 100\n`);
    expect(config.budget).toEqual({});
  });

  it('accepts both names of the concurrency, and refuses them when they differ', async () => {
    await expect(load(`${good}  concurrency: 3\n  batch_concurrency: 3\n`)).resolves.toBeDefined();
    const error = await failure(`${good}  concurrency: 3\n  batch_concurrency: 4\n`);
    expect(error.place?.line).toBe(8);
    expect(error.message).toContain('they differ');
  });

  it('prefers --agent to GRASP_BACKEND to agent_preset', async () => {
    const env = { GRASP_BACKEND: 'local' };
    expect((await load(good, { env, agent: 'ollama' })).preset).toBe('ollama');
    expect((await load(good, { env })).preset).toBe('local');
    expect((await load(good, { env: { GRASP_BACKEND: '' } })).preset).toBe('simulated');
  });

  it('says how to choose a backend when none is chosen', async () => {
    const error = await failure(good.replace('agent_preset: simulated\n', ''));
    expect(error.message).toBe('no backend is chosen');
    expect(error.fix).toContain('--agent');
  });
});

describe('a wrong run config', () => {
  it('that does not exist is named', async () => {
    await expect(loadRunConfig('no/such.yaml', { env: {} })).rejects.toMatchObject({
      message: 'there is no such config file',
      place: { file: 'no/such.yaml' },
    });
  });

  it('that is not YAML is shown with the line', async () => {
    const error = await failure('task: {kind: quickstart\ncycle:\n  epochs: 1\n');
    expect(error.message).toContain('not valid YAML');
    expect(error.place?.line).toBe(1);
  });

  it('with an unknown key asks what was meant, instead of missing the key', async () => {
    const error = await failure(good.replace('update_every', 'update_evry'));
    expect(error.place?.line).toBe(6);
    expect(error.message).toBe('unknown key "update_evry" in cycle');
    expect(error.fix).toBe('Did you mean "update_every"?');
  });

  it('with a key far from all others lists the known ones', async () => {
    const error = await failure(`${good}zzzzzzzzzz: 1\n`);
    expect(error.fix).toContain('Known keys: $schema, task, method');
  });

  it('with a wrong type says what was expected, and what is there', async () => {
    const error = await failure(good.replace('epochs: 3', 'epochs: three'));
    expect(error.place?.line).toBe(5);
    expect(error.message).toBe('cycle.epochs must be a number, but is the text "three"');
  });

  it('with a number in quotes says to take them away', async () => {
    const error = await failure(good.replace('epochs: 3', "epochs: '3'"));
    expect(error.fix).toBe('Write it without quotes: epochs: 3');
  });

  it('with a missing key says where to add it', async () => {
    const error = await failure(good.replace('  epochs: 3\n', ''));
    expect(error.message).toBe('cycle.epochs is missing');
    expect(error.place?.line).toBe(4);
    expect(error.fix).toContain('under cycle');
  });

  it('with several faults tells all of them', async () => {
    const error = await failure(`${good.replace('epochs: 3', 'epochs: 0')}review: aks\n`);
    expect(error.message).toContain('cycle.epochs must be at least 1');
    expect(error.fix).toContain('Also line 7: review must be one of auto, ask');
    expect(error.fix).toContain('Did you mean "ask"?');
  });

  it('with an unknown kind of task offers the known ones', async () => {
    const error = await failure(good.replace('quickstart', 'quickstrt'));
    expect(error.place?.line).toBe(2);
    expect(error.message).toContain('one of quickstart, cases');
    expect(error.fix).toBe('Did you mean "quickstart"?');
  });

  it('with compat: paper and what was not published names the line', async () => {
    const error = await failure(`${good}compat: paper\nprobe:\n  repeats: 3\n`);
    expect(error.message).toBe('probe.repeats: 3 and compat: paper exclude each other');
    expect(error.place?.line).toBe(9);
  });

  it('that is a list, or empty, is refused with words', async () => {
    expect((await failure('- a\n')).message).toBe(
      'the file must be a mapping (key: value lines), but is a list',
    );
    expect((await failure('')).message).toBe('task is missing');
  });

  it('cannot reach the prototype of an object', async () => {
    const error = await failure(`${good}__proto__:\n  polluted: true\n`);
    expect(error.message).toBe('unknown key "__proto__" in a run config');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('does not unfold without end', async () => {
    const bomb = ['a: &a [x, x]']
      .concat(
        Array.from({ length: 8 }, (_, i) => {
          const name = 'abcdefghi'[i];
          return `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${Array(9).fill(`*${name}`).join(', ')}]`;
        }),
      )
      .join('\n');
    expect((await failure(bomb)).message).toContain('aliases');
  });
});

describe('--set', () => {
  it('overrides the file, value by value', async () => {
    const overrides = ['cycle.epochs=1', 'budget.calls=7', 'skills={library_dir: a=b}'];
    const { config } = await load(good, { overrides });
    expect(config.cycle.epochs).toBe(1);
    expect(config.budget.calls).toBe(7);
    expect(config.skills.library_dir).toBe('a=b');
  });

  it('is itself the place of its mistakes', async () => {
    const error = await failure(good, { overrides: ['cycle.epochs=x'] });
    expect(error.place).toEqual({ file: '--set cycle.epochs=x' });
    expect(error.kind).toBe('usage');
  });

  it('without a value is to blame for the key that is missing then', async () => {
    const error = await failure(good, { overrides: ['cycle.epochs='] });
    expect(error).toMatchObject({ kind: 'usage', place: { file: '--set cycle.epochs=' } });
    expect(error.message).toContain('cycle.epochs');
    await expect(
      load(good, { overrides: ['cycle.epochs=', 'cycle.epochs=2', 'budget.calls='] }),
    ).resolves.toBeDefined();
  });

  it.each(['cycle.epochs', '=1', 'cycle..epochs=1', 'a={', '__proto__.x=1', 'constructor.x=1'])(
    'refuses %s',
    async (text) => {
      expect((await failure(good, { overrides: [text] })).kind).toBe('usage');
    },
  );
});
