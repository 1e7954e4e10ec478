import { z } from 'zod';
import { graderSchema } from './graders/graderSchema';

const grader = graderSchema.describe('How a reply is judged.');
const graders = z.array(graderSchema).min(1).describe('Several graders: all must pass.');
const system = z.string().describe('The system message. May use {{name}} of `vars`.');
const prompt = z.string().min(1).describe('The question, with {{input}} and {{name}} of `vars`.');
const vars = z
  .record(z.string(), z.json())
  .describe('Values for {{name}} in `prompt` and `system`.');
const split = z.enum(['dev', 'val', 'test']);

const message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().min(1),
});

/** One case of a suite; one line of a JSONL suite. */
export const caseSchema = z.strictObject({
  id: z
    .union([z.string(), z.number()])
    .optional()
    .describe(
      'Unique in the suite. Default: a hash of what is asked, so that moving a case keeps it.',
    ),
  type: z
    .string()
    .min(1)
    .optional()
    .describe('The kind of case; probe sets are balanced over types.'),
  split: split
    .optional()
    .describe('dev is learned from, val monitors, test stays sealed. Default: drawn by `splits`.'),
  input: z
    .json()
    .optional()
    .describe('Fills {{input}} of the prompt; without a prompt it is the prompt.'),
  prompt: z.string().min(1).optional().describe('The whole question of this case, taken as it is.'),
  messages: z
    .array(message)
    .min(1)
    .optional()
    .describe('A whole conversation, ending with the user.'),
  vars: vars.optional(),
  expected: z
    .json()
    .optional()
    .describe('The right answer: what graders compare with, and what the skill writer may see.'),
  grader: grader.optional(),
  graders: graders.optional(),
});

const splits = z
  .strictObject({
    dev: z.number().nonnegative().optional(),
    val: z.number().nonnegative().optional(),
    test: z.number().nonnegative().optional(),
    seed: z.number().int().optional().describe('Draws the splits anew. Default: 1.'),
  })
  .describe(
    'Shares of the splits. Default: dev 0.6, val 0.2, test 0.2. Adding a case moves no other.',
  );

const writer = z
  .strictObject({
    family: z
      .string()
      .min(1)
      .optional()
      .describe('Names the agent, as in "a release-notes agent".'),
    guidance: z.string().min(1).optional().describe('Rules for skills of this work, one a line.'),
    label_examples: z
      .union([z.record(z.string(), z.string()), z.array(z.string())])
      .optional()
      .describe('Example failure labels: `label: one-line explanation`.'),
  })
  .describe('What the skill writer should know about this kind of work.');

const header = {
  $schema: z.string().optional().describe('For editors; not read.'),
  name: z.string().min(1).max(80).optional().describe("Default: the file's name."),
  system: system.optional(),
  prompt: prompt.optional(),
  defaults: z
    .strictObject({
      grader: grader.optional(),
      graders: graders.optional(),
      vars: vars.optional(),
    })
    .optional()
    .describe('For every case that says nothing itself.'),
  types: z
    .record(
      z.string(),
      z.strictObject({
        system: system.optional(),
        prompt: prompt.optional(),
        vars: vars.optional(),
        grader: grader.optional(),
        graders: graders.optional(),
      }),
    )
    .optional()
    .describe('For every case of a type; stronger than the suite, weaker than the case.'),
  splits: splits.optional(),
  writer: writer.optional(),
};

/** What the optional first line of a JSONL suite may say: `{"suite": {…}}`. */
export const suiteHeaderSchema = z.strictObject(header);

/** A suite of cases: prompts, expected answers and graders, without code. */
export const suiteSchema = z
  .strictObject({
    ...header,
    cases: z.array(caseSchema).min(1).describe('What the agent is asked, and how it is judged.'),
  })
  .describe('A suite of cases for GRASP: prompts, expected answers and graders.');

export type Suite = z.infer<typeof suiteSchema>;
export type SuiteCase = z.infer<typeof caseSchema>;
export type Splits = z.infer<typeof splits>;
export type SplitName = z.infer<typeof split>;
