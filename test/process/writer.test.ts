/** What the skill writer sees and may change, from the command line to the journal, over real HTTP. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chatServer, json, say, type ChatServer } from '../../src/backends/testing/chatServer';
import type { RunEvent } from '../../src/engine/learn/events';
import { isRunEvent } from '../../src/store/runEvent';
import { readEvents, run } from '../support/commandLine';

const messages = z.array(z.object({ content: z.string() }));

/** What the writer answers when it is asked for edits; the agent solves a case when it is told to be LOUD. */
let proposal: unknown = [];
/** Longer requests than this, in characters, are refused. */
let limit = Infinity;
const prompts: string[] = [];
let server: ChatServer;

beforeAll(async () => {
  server = await chatServer((response, { body }) => {
    const text = messages
      .parse(body['messages'])
      .map(({ content }) => content)
      .join('\n');
    if (text.length > limit) {
      const message = 'the request exceeds the available context size (16384 tokens)';
      json(response, 400, { error: { message, type: 'exceed_context_size_error', code: 400 } });
      return;
    }
    const ids = [...text.matchAll(/^- "(\w+)":/gm)].map(([, id = '']) => id);
    if (text.startsWith('# Classify')) {
      say(
        response,
        JSON.stringify({ labels: Object.fromEntries(ids.map((id) => [id, 'too_quiet'])) }),
      );
    } else if (text.startsWith('# Diagnose')) {
      say(response, JSON.stringify(Object.fromEntries(ids.map((id) => [id, 'Not loud.']))));
    } else if (/^# (Propose|Revise)/.test(text)) {
      prompts.push(text);
      say(response, JSON.stringify(proposal));
    } else {
      say(response, text.includes('LOUD') ? (/word: (\w+)/.exec(text)?.[1] ?? '') : 'hm');
    }
  });
});

afterAll(async () => server.close());

interface Project {
  readonly skills: Readonly<Record<string, string>>;
  readonly preset?: string;
}

async function project({ skills, preset = '' }: Project): Promise<string> {
  limit = Infinity;
  prompts.length = 0;
  const folder = await mkdtemp(path.join(tmpdir(), 'writer-'));
  await mkdir(path.join(folder, 'lib'));
  for (const [name, body] of Object.entries(skills)) {
    const text = `---\nname: ${name}\ndescription: What to do with words, ${name}.\n---\n\n${body}\n`;
    await writeFile(path.join(folder, 'lib', `${name}.md`), text);
  }
  const cases = ['tree', 'stone', 'river', 'lake'].map((word, i) => ({
    id: word,
    prompt: `Say this word: ${word}`,
    split: i < 2 ? 'dev' : 'val',
    grader: { kind: 'contains', all: [word] },
  }));
  await writeFile(path.join(folder, 'suite.json'), JSON.stringify({ name: 'words', cases }));
  await writeFile(
    path.join(folder, 'preset.yaml'),
    `backend: openai-chat\nbase_url: ${server.url}\nmodel: m\ntemperature: 0\nmax_tokens: 512\n${preset}`,
  );
  await writeFile(
    path.join(folder, 'run.yaml'),
    [
      'task: { kind: cases, suite: suite.json }',
      `agent_preset: ${path.join(folder, 'preset.yaml')}`,
      'skills: { library_dir: lib }',
      'output_dir: runs',
      'gate: { kind: published }',
      'cycle: { epochs: 1, update_every: 2, grpo_k: 1, grpo_eval_n: 2, concurrency: 2 }',
      '',
    ].join('\n'),
  );
  return folder;
}

async function learn(cwd: string, ...more: readonly string[]) {
  const args = ['learn', '--config', 'run.yaml', '--yes', '--run-name', 'a', ...more];
  const finished = await run(args, { cwd });
  const journal: readonly unknown[] = await readEvents(path.join(cwd, 'runs/a'));
  const of = <T extends RunEvent['type']>(type: T) =>
    journal
      .filter(isRunEvent)
      .filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return { ...finished, of };
}

/** So many lines, each of them another. */
const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `Look at word ${String(i)} before you speak.`).join('\n');

describe('a long skill', () => {
  it('that fits is shown, and a rewrite that drops most of it is pointed out', async () => {
    proposal = [{ action: 'MODIFY', name: 'say', content: 'Old body.\n\nLOUD' }];
    const cwd = await project({ skills: { say: lines(250) } });
    const { of, stdout, code } = await learn(cwd);
    expect(code).toBe(0);
    expect(prompts[0]).toContain('Look at word 249 before you speak.');
    expect(of('candidate.judged')[0]?.verdict).toBe('accepted');
    expect(stdout).toMatch(/shrinks say from [89],\d+ to 15 bytes/);
  });

  it('that does not fit is told, cannot be rewritten, and can be patched', async () => {
    const cwd = await project({ skills: { say: lines(2500) }, preset: 'context_tokens: 8000\n' });
    proposal = [{ action: 'MODIFY', name: 'say', content: 'LOUD' }];
    const rewritten = await learn(cwd);
    expect(prompts[0]).toContain('say, in part (lines 1-');
    expect(rewritten.of('candidate.judged')).toEqual([]);
    expect(rewritten.stdout).toContain('shown to the writer in part, so it can be patched');
    expect(rewritten.stderr).toContain('The skill writer sees in part only: say.');
    const log = await readFile(path.join(cwd, 'runs/a/run.log'), 'utf8');
    expect(log).toContain('saw 0 skills in full, 1 in part and 0 by name at most');
    expect(log).toContain('The skill writer sees in part only: say.');

    const hunks = [{ search: 'Look at word 3 before', replace: 'Be LOUD at word 3 before' }];
    proposal = [{ action: 'MODIFY', name: 'say', hunks }];
    const patched = await learn(cwd, '--force');
    const [judged] = patched.of('candidate.judged');
    expect(judged?.verdict).toBe('accepted');
    const expected = lines(2500).replace('Look at word 3 before', 'Be LOUD at word 3 before');
    expect(judged?.edits[0]?.content).toBe(expected);

    const doctor = await run(['doctor', '--config', 'run.yaml'], { cwd });
    expect(doctor.stdout).toContain('The skill writer sees in part only: say.');
    const lint = await run(['skills', 'lint', 'lib'], { cwd });
    expect(lint.stdout).toContain('note: The skill writer sees in part only: say.');
    expect(lint.code).toBe(0);
  });

  it('that is too long for the agent is named with its size', async () => {
    const cwd = await project({ skills: { say: lines(2500) } });
    limit = 60_000;
    proposal = [];
    const learned = await learn(cwd);
    expect(learned.stdout).toMatch(
      /too long for the model with the skills in it: say \(2\d,\d+ tokens\)/,
    );
    const transcripts = await readFile(path.join(cwd, 'runs/a/transcripts.jsonl'), 'utf8');
    expect(transcripts).toContain('skills in it: say (2');
    const args = ['eval', '--config', 'run.yaml', '--split', 'val', '--run-name', 'e'];
    const evaluated = await run(args, { cwd });
    expect(evaluated.stderr).toMatch(/with the skills in it: say \(2\d,\d+ tokens\)/);
  });
});

describe('a writer that answers with too much', () => {
  it('does not stop the run, nor its resume', async () => {
    const tags = Array.from({ length: 5000 }, (_, i) => `tag ${String(i)}`);
    proposal = [
      { action: 'MODIFY', name: 'say', content: 'LOUD', description: 'd'.repeat(64_000) },
      { action: 'MODIFY', name: 'say', content: 'LOUD', tags },
      { action: 'MODIFY', name: 'say', content: 'Be LOUD.' },
    ];
    const cwd = await project({ skills: { say: 'Speak.' } });
    const first = await learn(cwd);
    expect(first.code, first.stderr).toBe(0);
    expect(first.of('candidate.judged')).toHaveLength(1);
    expect(first.of('proposal.made')[0]?.refused).toHaveLength(2);
    const resumed = await learn(cwd, '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
  });
});

describe('more skills than a run may hold', () => {
  const skills = Object.fromEntries(
    Array.from({ length: 11 }, (_, i) => [`skill_${String(i)}`, 'Speak.']),
  );
  const add = {
    action: 'ADD',
    name: 'shout',
    description: 'Say words',
    content: 'LOUD',
    tags: ['word'],
  };

  it('is no matter where nobody set how many', async () => {
    proposal = [add];
    const cwd = await project({ skills });
    const { of, stderr } = await learn(cwd);
    expect(of('run.started')[0]?.cycle.maxLearnedSkills).toBe(16);
    expect(of('candidate.judged')[0]?.verdict).toBe('accepted');
    expect(stderr).not.toContain('may hold');
  });

  it('is said beforehand where it is set too low, with the line to change', async () => {
    const cwd = await project({ skills });
    const config = path.join(cwd, 'run.yaml');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace('grpo_k: 1,', 'grpo_k: 1, max_learned_skills: 10,'));
    const told =
      /The library holds 11 skills and may hold 10: .*\n.*Set cycle\.max_learned_skills: 16 \(run\.yaml:6\)\./;
    const flags = ['--config', 'run.yaml'];
    expect((await run(['estimate', ...flags], { cwd })).stderr).toMatch(told);
    expect((await run(['doctor', ...flags], { cwd })).stdout).toMatch(told);
    proposal = [add];
    expect((await learn(cwd)).stderr).toMatch(told);
  });
});
