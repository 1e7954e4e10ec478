import { existsSync } from 'node:fs';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../util/errors';
import { explainIssues } from './explainIssue';
import type { Suite, SuiteCase } from './suiteSchema';
import { suiteHeaderSchema, caseSchema } from './suiteSchema';
import type { SuiteText } from './suiteText';

const MAX_FILE = 64 * 1024;

/** A sentence, or an object that has one under any of the names in use. */
const point = z.union([
  z.string().min(1),
  z.object({ text: z.string().min(1) }),
  z.object({ description: z.string().min(1) }),
  z.object({ assertion: z.string().min(1) }),
  z.object({ criterion: z.string().min(1) }),
  z.object({ name: z.string().min(1) }),
]);
const points = z.array(point);
const sentences = z.union([z.string().min(1), points]);

/** `evals/evals.json` of an agent skill. A format of others: keys we do not know are let be. */
export const evalsSchema = z.object({
  skill_name: z.string().min(1).nullish().describe('Name of the skill; the suite’s name.'),
  splits: suiteHeaderSchema.shape.splits,
  evals: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]).nullish(),
        prompt: z.string().min(1).nullish().describe('What the agent is asked.'),
        query: z.string().min(1).nullish().describe('The same under another name.'),
        expected_output: z.string().nullish().describe('The right answer, for reference.'),
        expected_behavior: sentences.nullish().describe('What a right reply does.'),
        files: z
          .array(z.string().min(1))
          .nullish()
          .describe('Text files put into the prompt; paths count from the folder of the skill.'),
        assertions: sentences.nullish().describe('Sentences that hold for a right reply.'),
        expectations: sentences.nullish().describe('The same under another name.'),
        type: caseSchema.shape.type.nullish(),
        split: caseSchema.shape.split.nullish(),
      }),
    )
    .min(1),
});

type Eval = z.infer<typeof evalsSchema>['evals'][number];

/** Is this the evaluation file of an agent skill rather than a suite? */
export function isAgentSkillsEvals(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'evals') &&
    !Object.hasOwn(value, 'cases')
  );
}

/**
 * Reads an Agent Skills evaluation file as a suite: what it asserts or expects becomes one rubric a
 * case. Its `files` are put into the prompt as text.
 * @throws UserError with the line, also when a file is missing, lies outside the skill or is no text.
 */
export async function fromAgentSkillsEvals(
  text: SuiteText,
  file: string,
): Promise<{
  readonly suite: Suite;
  readonly text: SuiteText;
  /** The files that were put into prompts, absolute. */
  readonly attached: readonly string[];
}> {
  const parsed = evalsSchema.safeParse(text.value);
  if (!parsed.success) throw explainIssues(parsed.error, evalsSchema, text, file);
  const { skill_name, splits, evals } = parsed.data;
  const cases: SuiteCase[] = [];
  const files = new Set<string>();
  for (const [index, entry] of evals.entries()) {
    const at = (line: number) => ({ file, line });
    const prompt = entry.prompt ?? entry.query;
    if (!prompt) {
      throw new UserError(`eval ${index + 1} asks nothing`, {
        place: at(text.lineOf(['evals', index])),
        fix: 'Give it a `prompt`: what the agent is asked.',
      });
    }
    const grader = rubricOf(entry);
    if (grader === undefined) {
      throw new UserError(`eval ${index + 1} says nothing that a reply could be judged by`, {
        place: at(text.lineOf(['evals', index])),
        fix: 'Give it `assertions` (a list of sentences), an `expected_behavior` or an `expected_output`.',
      });
    }
    const texts: string[] = [];
    for (const [i, path] of (entry.files ?? []).entries()) {
      const place = at(text.lineOf(['evals', index, 'files', i]));
      const attached = await attach(path, file, place);
      files.add(attached.file);
      texts.push(attached.text);
    }
    cases.push({
      id: entry.id ?? undefined,
      type: entry.type ?? undefined,
      split: entry.split ?? undefined,
      prompt: [prompt, ...texts].join('\n\n'),
      expected: entry.expected_output || undefined,
      grader,
    });
  }
  return {
    attached: [...files],
    suite: { name: skill_name ?? undefined, splits, cases },
    text: {
      value: text.value,
      lineOf: ([top, ...rest]) =>
        text.lineOf(top === undefined ? [] : [top === 'cases' ? 'evals' : top, ...rest]),
    },
  };
}

function rubricOf(entry: Eval): SuiteCase['grader'] {
  const said = [entry.assertions, entry.expectations, entry.expected_behavior].flatMap(sentencesIn);
  if (said.length > 0) {
    const list = said.map((sentence, i) => `${i + 1}. ${sentence}`).join('\n');
    return { kind: 'rubric', rubric: `Every one of these holds for the reply:\n${list}` };
  }
  if (!entry.expected_output) return undefined;
  return { kind: 'rubric', rubric: 'The reply amounts to the right answer given for reference.' };
}

function sentencesIn(value: z.infer<typeof sentences> | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [value];
  return value.map((one) => {
    if (typeof one === 'string') return one;
    const [sentence = ''] = Object.values(one);
    return String(sentence);
  });
}

/**
 * The folder that attached files lie in: the skill's, which is the one around `evals/`; an evaluation file that lies
 * elsewhere has its own folder and no more of the disk.
 */
function rootOf(evalsFile: string): string {
  const folder = dirname(evalsFile);
  const isInSkill = basename(folder) === 'evals' && existsSync(join(folder, '..', 'SKILL.md'));
  return isInSkill ? dirname(folder) : folder;
}

/** A file as text for the prompt. Its path counts from the skill's folder, else from the file's own. */
async function attach(
  path: string,
  evalsFile: string,
  place: { file: string; line: number },
): Promise<{ readonly file: string; readonly text: string }> {
  const folder = dirname(evalsFile);
  const skill = rootOf(evalsFile);
  for (const base of [dirname(folder), folder]) {
    const full = join(base, path);
    const stats = await lstat(full).catch(() => undefined);
    if (!stats) continue;
    if (isAbsolute(path) || !inside(await realpath(skill), await realpath(full))) break;
    if (isHidden(path)) break;
    const bytes = stats.size <= MAX_FILE && stats.isFile() ? await readFile(full) : undefined;
    if (bytes === undefined || bytes.includes(0)) {
      throw new UserError(`the file ${path} is no text of at most 64 KB`, {
        place,
        fix: 'A case is one question and one reply, so its files go into the prompt. Attach a text, or bring the work as a task of kind `process`.',
      });
    }
    return { file: resolve(full), text: `File ${path}:\n\n${bytes.toString('utf8')}` };
  }
  throw new UserError(`the file ${path} is not in the skill's folder`, {
    place,
    fix: 'Put it there, or take it out of `files`. Paths count from the folder of the skill.',
  });
}

/** Hidden files are settings and keys, not work to look at. */
function isHidden(path: string): boolean {
  return path.split(/[\\/]/).some((part) => /^\.[^./]/.test(part));
}

function inside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
