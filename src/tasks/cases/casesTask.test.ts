import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ContextLimitError, EnvironmentFault, ModelFault } from '../../engine/ports';
import type { Agent, ModelReply, TaskContext } from '../../engine/ports';
import type { Message, Rollout, Sample } from '../../engine/types';
import { CasesTask } from './casesTask';
import { suiteSchema } from './suiteSchema';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grasp-cases-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const usage = { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, reused: 0 };
const context: TaskContext = { signal: new AbortController().signal, repeat: 0 };

function agent(reply: Partial<ModelReply> | Error, seen: Message[] = []): Agent {
  return {
    act: async (messages) => {
      seen.push(...messages);
      if (reply instanceof Error) throw reply;
      return { content: '', usage, ...reply };
    },
  };
}

function suite(text: string, allowCommands = false): Promise<CasesTask> {
  const file = join(folder, 'suite.yaml');
  writeFileSync(file, text);
  return CasesTask.fromFile(file, { allowCommands });
}

async function only(
  text: string,
  allowCommands = false,
): Promise<{ task: CasesTask; sample: Sample }> {
  const task = await suite(text, allowCommands);
  const [sample] = await task.samples('dev');
  if (!sample) throw new Error('no sample');
  return { task, sample };
}

const sum =
  'splits: {dev: 1}\ncases:\n  - {id: s, type: sum, input: 1 + 1, expected: 2, grader: {kind: numeric}}\n';

describe('a cases task', () => {
  it('asks one question and judges the reply', async () => {
    const { task, sample } = await only(sum);
    expect(sample).toEqual({ id: 's', type: 'sum', description: '1 + 1', answer: 2 });
    const seen: Message[] = [];
    const right = await task.rollout(sample, agent({ content: 'It is 2.' }, seen), context);
    expect(seen).toEqual([{ role: 'user', content: '1 + 1' }]);
    expect(right).toMatchObject({ status: 'completed', answer: 'It is 2.', actions: ['It is 2.'] });
    expect(right.history.at(-1)).toEqual({ role: 'assistant', content: 'It is 2.' });
    expect(right.error).toBeUndefined();
    expect(await task.evaluate(sample, right, context)).toBe(true);
    expect(task.failureTags(sample, right)).toEqual([]);
    const wrong = await task.rollout(
      sample,
      agent({ content: 'It is 3.', finish: 'length' }),
      context,
    );
    expect(wrong).toMatchObject({ status: 'completed', error: 'expected 2 (within 1e-9), got 3' });
    expect(await task.evaluate(sample, wrong, context)).toBe(false);
    expect(task.failureTags(sample, wrong)).toEqual(['number_off', 'reply_cut']);
  });

  it('judges the same after a rollout has been through JSON, and one that came without grades', async () => {
    const { task, sample } = await only(sum);
    const wrong = await task.rollout(sample, agent({ content: '3' }), context);
    const stored: Rollout = JSON.parse(JSON.stringify(wrong));
    expect(await task.evaluate(sample, stored, context)).toBe(false);
    expect(task.failureTags(sample, stored)).toEqual(['number_off']);
    const { result: _, ...foreign } = await task.rollout(sample, agent({ content: '2' }), context);
    expect(await task.evaluate(sample, foreign, context)).toBe(true);
  });

  it('counts an empty reply and a full context as failures of the agent', async () => {
    const { task, sample } = await only(sum);
    const empty = await task.rollout(sample, agent({ content: ' \n' }), context);
    expect(empty).toMatchObject({ status: 'agent validation failed', error: 'the reply is empty' });
    expect(await task.evaluate(sample, empty, context)).toBe(false);
    expect(task.failureTags(sample, empty)).toEqual(['empty_reply']);
    const full = await task.rollout(sample, agent(new ContextLimitError('too long')), context);
    expect(full).toMatchObject({ status: 'agent context limit', error: 'too long' });
    expect(await task.evaluate(sample, full, context)).toBe(false);
    expect(task.failureTags(sample, full)).toEqual(['context_limit']);
  });

  it('lets faults and aborts through', async () => {
    const { task, sample } = await only(sum);
    for (const fault of [new ModelFault('down', 'server'), new Error('aborted')]) {
      await expect(task.rollout(sample, agent(fault), context)).rejects.toBe(fault);
    }
  });

  it('passes only when all graders pass, and spares the dear ones when a free one fails', async () => {
    const { task, sample } = await only(
      `splits: {dev: 1}
cases:
  - input: x
    graders:
      - { kind: command, command: [grasp-no-such-program] }
      - { kind: contains, all: [yes] }
      - { kind: regex, pattern: '\\d' }
`,
      true,
    );
    const wrong = await task.rollout(sample, agent({ content: 'no' }), context);
    expect(task.failureTags(sample, wrong)).toEqual(['missing_text', 'pattern_missing']);
    expect(wrong.error).toBe('missing: "yes"; does not match /\\d/');
    await expect(task.rollout(sample, agent({ content: 'yes 1' }), context)).rejects.toThrow(
      EnvironmentFault,
    );
  });

  it('does not pay the agent when the judge is missing', async () => {
    const { task, sample } = await only(
      'splits: {dev: 1}\ncases: [{input: x, grader: {kind: rubric, rubric: Is kind.}}]',
    );
    const seen: Message[] = [];
    await expect(task.rollout(sample, agent({ content: 'hi' }, seen), context)).rejects.toThrow(
      /judge/,
    );
    expect(seen).toEqual([]);
  });

  it('turns a pattern that never ends into a fault of the environment', async () => {
    const { task, sample } = await only(
      'splits: {dev: 1}\ncases: [{input: x, grader: {kind: regex, pattern: "^(a+)+$"}}]',
    );
    const reply = { content: `${'a'.repeat(60)}b` };
    await expect(task.rollout(sample, agent(reply), context)).rejects.toThrow(EnvironmentFault);
  });

  it('puts every case into exactly one split', async () => {
    const cases = Array.from(
      { length: 60 },
      (_, i) => `  - {id: c${i}, input: q${i}, expected: 1}\n`,
    );
    const task = await suite(`defaults: {grader: {kind: numeric}}\ncases:\n${cases.join('')}`);
    const all = (
      await Promise.all(['dev', 'val', 'test'].map((split) => task.samples(split)))
    ).flat();
    expect(new Set(all.map((sample) => sample.id)).size).toBe(60);
    expect(all).toHaveLength(60);
  });

  it('names the file and what helps when a split is empty', async () => {
    const head = 'splits: {dev: 8, val: 1}\ndefaults: {grader: {kind: numeric}}\ncases:\n';
    const cases = (split: string) =>
      ['a', 'b', 'c', 'd']
        .map((id) => `  - {id: ${id}, input: ${id}, expected: 1${split}}\n`)
        .join('');
    const fixed = await suite(head + cases(', split: dev'));
    await expect(fixed.samples('val')).rejects.toMatchObject({
      message: 'none of the 4 cases is in the split "val"',
      place: { line: 1 },
      fix: expect.stringContaining('write `split: val` into some of them'),
    });
    const dealt = await suite(head + cases(''));
    expect(await dealt.samples('val')).toHaveLength(1);
    await expect(dealt.samples('test')).rejects.toThrow(/its share is 0|none of/);
    await expect(dealt.samples('tset')).rejects.toThrow(/has no split "tset"/);
  });

  it('tells the skill writer what the suite says about the work', async () => {
    const text = `${sum}writer:\n  family: an adder\n  guidance: |\n    Be exact.\n  label_examples:\n    off_by_one: counts one too many\n`;
    expect((await suite(text)).writerHints).toEqual({
      family: 'an adder',
      guidance: 'Be exact.',
      labelExamples: ['off_by_one: counts one too many'],
    });
    expect((await suite(sum)).writerHints).toEqual({});
  });
});

describe('the suite schema', () => {
  it('can be written as a JSON schema for editors, with a description of every grader', () => {
    const schema = JSON.stringify(z.toJSONSchema(suiteSchema, { io: 'input' }));
    for (const kind of ['json-equal', 'numeric', 'contains', 'regex', 'command', 'rubric']) {
      expect(schema).toContain(`"const":"${kind}"`);
    }
    expect(schema).toContain('"additionalProperties":false');
  });
});
