import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chatServer, json, type ChatServer } from '../../src/backends/testing/chatServer';
import { isRunEvent } from '../../src/store/runEvent';
import { readEvents, run } from '../support/commandLine';

const estimated = z.object({
  tokens: z.object({ likely: z.number(), max: z.number() }),
  calls: z.object({ max: z.number() }),
  rollouts: z.object({ max: z.number() }),
  notes: z.array(z.object({ about: z.string(), text: z.string() })),
});
const messages = z.array(z.object({ content: z.string() }));

/** Labels, explains and proposes in turn: a new skill, a rewrite, a patch. Knows no answer without a skill. */
function reply(text: string, turn: number): string {
  const ids = [...text.matchAll(/^- "(\w+)":/gm)].map(([, id = '']) => id);
  if (text.startsWith('# Classify')) {
    return JSON.stringify({ labels: Object.fromEntries(ids.map((id) => [id, 'word_not_said'])) });
  }
  if (text.startsWith('# Diagnose')) {
    return JSON.stringify(Object.fromEntries(ids.map((id) => [id, 'Nothing says to repeat it.'])));
  }
  if (text.startsWith('# Propose') || text.startsWith('# Revise')) {
    const name = /^- (\S+) \(v\d+\)/m.exec(text)?.[1] ?? 'repeat';
    const content = `Say the word.\n\nALOUD ${String(turn)}`;
    return JSON.stringify([
      turn % 2 === 0
        ? { action: 'ADD', name: `repeat_${String(turn)}`, description: 'Repeat', content }
        : { action: 'MODIFY', name, content },
    ]);
  }
  const word = /Say only this word: (\w+)/.exec(text)?.[1] ?? '';
  return text.includes('ALOUD') && word.length % 2 === 0 ? word : 'I do not know.';
}

let server: ChatServer;

beforeAll(async () => {
  server = await chatServer((response, { url, body }, index) => {
    const text = messages
      .parse(body['messages'])
      .map(({ content }) => content)
      .join('\n');
    const content = reply(text, index);
    const tokens = (some: string): number => Math.ceil(some.length / 4) + 4;
    const usage = { prompt_tokens: tokens(text), completion_tokens: tokens(content) };
    const told = url.startsWith('/v1/told') ? { usage } : {};
    json(response, 200, {
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      ...told,
    });
  });
});

afterAll(async () => server.close());

const skill = (name: string, lines: number): string =>
  `---\nname: ${name}\ndescription: How to answer when asked for ${name}.\n---\n\n${`Say what was asked for, in lower case.\n`.repeat(lines)}`;

const libraries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: {},
  huge: { huge: skill('huge', 11_000) },
  many: Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`word_${String(i)}`, skill(`word_${String(i)}`, 70)]),
  ),
};

async function project(files: Readonly<Record<string, string>>, url: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'estimate-'));
  await mkdir(path.join(folder, 'lib'));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, 'lib', `${name}.md`), text);
  }
  const words = ['tree', 'stone', 'river', 'lake', 'hill', 'cloud', 'rain', 'snow'];
  const cases = words.map((word, i) => ({
    id: word,
    prompt: `Say only this word: ${word}`,
    split: i < 6 ? 'dev' : 'val',
    grader: { kind: 'contains', all: [word] },
  }));
  await writeFile(path.join(folder, 'suite.json'), JSON.stringify({ name: 'words', cases }));
  await writeFile(
    path.join(folder, 'preset.yaml'),
    `backend: openai-chat\nbase_url: ${url}\nmodel: m\ntemperature: 0\nmax_tokens: 400\n`,
  );
  await writeFile(
    path.join(folder, 'run.yaml'),
    [
      'task: { kind: cases, suite: suite.json }',
      `agent_preset: ${path.join(folder, 'preset.yaml')}`,
      'skills: { library_dir: lib }',
      'output_dir: runs',
      'cycle: { epochs: 2, update_every: 3, grpo_k: 2, grpo_eval_n: 4 }',
      '',
    ].join('\n'),
  );
  return folder;
}

describe('the estimate of a run that is then made', () => {
  it.each(
    ['none', 'huge', 'many'].flatMap((name) => ['told', 'untold'].map((usage) => [name, usage])),
  )('holds with a library of %s and a usage that is %s', async (name = '', usage) => {
    const cwd = await project(libraries[name] ?? {}, `${server.url}/${usage ?? ''}`);
    const config = ['--config', 'run.yaml', '--json'];
    const told = await run(['estimate', ...config], { cwd });
    expect(told.code, told.stderr).toBe(0);
    const { tokens, calls, rollouts, notes } = estimated.parse(JSON.parse(told.stdout));

    const made = await run(['learn', ...config, '--yes', '--run-name', 'a'], { cwd });
    expect(made.code, made.stderr).toBe(0);
    const journal: readonly unknown[] = await readEvents(path.join(cwd, 'runs/a'));
    const events = journal.filter(isRunEvent);
    const spent = events.flatMap((event) => ('usage' in event ? [event.usage] : []));
    const sum = (of: (usage: (typeof spent)[number]) => number): number =>
      spent.reduce((total, each) => total + of(each), 0);
    const taken = sum((each) => each.inputTokens + each.outputTokens);
    expect(events.some(({ type }) => type === 'candidate.judged')).toBe(true);
    expect(taken).toBeLessThanOrEqual(tokens.max);
    expect(sum((each) => each.calls)).toBeLessThanOrEqual(calls.max);
    const count = events.filter(({ type }) => type.startsWith('rollout.')).length;
    expect(count).toBeLessThanOrEqual(rollouts.max);
    // What is expected is of the right size, too.
    expect(tokens.likely).toBeGreaterThan(taken / 12);

    const abouts = notes.map(({ about }) => about);
    expect(abouts).toEqual(
      name === 'huge' ? ['context', 'writer'] : name === 'many' ? ['writer'] : [],
    );
    if (name === 'huge') expect(made.stderr).toContain('huge (');
  });
});
