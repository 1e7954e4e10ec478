import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Agent, TaskContext } from '../../engine/ports';
import type { Json, Sample } from '../../engine/types';
import type { BuiltCase } from './buildCases';
import { CasesTask } from './casesTask';
import { loadSuite } from './loadSuite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const file = join(root, 'configs/cases/triage.yaml');
const usage = { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, reused: 0 };
const context: TaskContext = { signal: new AbortController().signal, repeat: 0 };
const replying = (content: string): Agent => ({ act: async () => ({ content, usage }) });

/** A reply that keeps every house rule. */
function rightReply({ type, expected, graders }: BuiltCase): string {
  if (type === 'ticket') return JSON.stringify(expected);
  if (type === 'items') return JSON.stringify({ items: expected });
  if (type === 'quantity') return `Let me see: 1, 2.\nAnswer: ${String(expected)}`;
  if (type === 'notes') return notes(expected);
  const contains = graders.flatMap(({ spec }) => (spec.kind === 'contains' ? [spec] : []));
  if (type === 'date') return String(expected);
  return contains.map(({ all = [], any = [] }) => [...all, any[0]].join(' ')).join(' ');
}

const sampleOf = ({ id, description }: BuiltCase): Sample => ({ id, description });

function notes(expected: Json | undefined): string {
  return Object.entries<unknown>(Object(expected))
    .map(([name, refs]) => {
      const list = Array.isArray(refs) ? refs : [];
      return [`### ${name}`, ...list.map((ref) => `- What is new (${String(ref)})`)].join('\n');
    })
    .join('\n\n');
}

describe('the sample suite', () => {
  it('has cases of every type to learn from and to monitor', async () => {
    const { cases } = await loadSuite(file, true);
    expect(cases.length).toBeGreaterThanOrEqual(36);
    const types = [...new Set(cases.map((built) => built.type))];
    expect(types).toHaveLength(6);
    for (const type of types) {
      const splits = cases.filter((built) => built.type === type).map((built) => built.split);
      expect(
        splits.filter((split) => split === 'dev').length,
        `${type} dev`,
      ).toBeGreaterThanOrEqual(3);
      expect(
        splits.filter((split) => split === 'val').length,
        `${type} val`,
      ).toBeGreaterThanOrEqual(1);
    }
    const task = await CasesTask.fromFile(file, { allowCommands: true });
    for (const split of ['dev', 'val', 'test'])
      expect(await task.samples(split)).not.toHaveLength(0);
  });

  it('is passed by replies that keep the rules and by no empty phrase', async () => {
    const { cases } = await loadSuite(file, true);
    const task = await CasesTask.fromFile(file, { allowCommands: true });
    const results = await Promise.all(
      cases.map(async (built) => {
        const right = await task.rollout(sampleOf(built), replying(rightReply(built)), context);
        const idle = await task.rollout(sampleOf(built), replying('I will look into it.'), context);
        const passes = await task.evaluate(sampleOf(built), right, context);
        const idles = await task.evaluate(sampleOf(built), idle, context);
        return [built.description, passes, idles, right.error];
      }),
    );
    expect(results).toEqual(cases.map((built) => [built.description, true, false, undefined]));
  }, 30_000);

  it('has release notes checked for form as well as content', async () => {
    const { cases } = await loadSuite(file, true);
    const task = await CasesTask.fromFile(file, { allowCommands: true });
    const built = cases.find((one) => one.type === 'notes');
    if (!built) throw new Error('no notes');
    const right = rightReply(built);
    const why = async (reply: string) =>
      (await task.rollout(sampleOf(built), replying(reply), context)).error;
    expect(await why(right.replace('What', 'what'))).toMatch(/capital letter/);
    expect(await why(`${right}\n\n### Changed\n- More (#99)`)).toMatch(/order of sections/);
    expect(await why(right.replace(/#\d+/, '#999'))).toMatch(/should list #\d+/);
    expect(await why(`Here are the notes:\n${right}`)).toMatch(/not a heading/);
  });

  it('refuses to run its program unasked', async () => {
    await expect(CasesTask.fromFile(file, { allowCommands: false })).rejects.toThrow(
      /checkNotes\.mjs/,
    );
  });
});
