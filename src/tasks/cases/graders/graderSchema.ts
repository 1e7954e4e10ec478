import { z } from 'zod';

const expected = z
  .json()
  .describe("What the reply is compared with. Default: the case's `expected`.");

const texts = z.array(z.string().min(1)).min(1);

const flags = z
  .string()
  .regex(/^(?!.*(.).*\1)[imsu]*$/, 'may hold each of i, m, s and u once')
  .describe(
    'Flags of the pattern: i (any case), m (^ and $ per line), s (. takes in line ends), u.',
  );

const withoutNul = z.string().refine((text) => !text.includes('\0'), 'must not hold a NUL');

const jsonEqual = z
  .strictObject({
    kind: z.literal('json-equal'),
    expected: expected.optional(),
    path: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Compares only what lies there: `items.0.name`, or a JSON pointer `/items/0/name`.',
      ),
    ignore_order: z
      .boolean()
      .optional()
      .describe('Lists are equal in any order. Default: false. The order of keys never counts.'),
  })
  .describe('The JSON in the reply (also amid prose or in a fence) equals the expected value.');

const numeric = z
  .strictObject({
    kind: z.literal('numeric'),
    expected: z.number().optional().describe("The right number. Default: the case's `expected`."),
    tolerance: z
      .number()
      .nonnegative()
      .optional()
      .describe('How far off the number may be. Default: 1e-9.'),
    relative: z
      .number()
      .nonnegative()
      .optional()
      .describe('How far off it may be as a share of the expected number: 0.01 is one percent.'),
    answer: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Regular expression that finds the number: its first group, else its whole match. Default: the last number of the reply.',
      ),
    flags: flags.optional(),
  })
  .describe('A number of the reply is the expected one. The larger of the two tolerances counts.');

const contains = z
  .strictObject({
    kind: z.literal('contains'),
    all: texts.optional().describe('Each of these must be there.'),
    any: texts.optional().describe('At least one of these must be there.'),
    none: texts.optional().describe('None of these may be there.'),
    case_sensitive: z.boolean().optional().describe('Default: false.'),
  })
  .describe(
    "Texts that the reply holds; any run of white space counts as one space. Without `all`, `any` and `none`: the case's `expected`, a text or a list of texts.",
  );

const regex = z
  .strictObject({
    kind: z.literal('regex'),
    pattern: z
      .string()
      .min(1)
      .describe('JavaScript regular expression, found anywhere in the reply.'),
    flags: flags.optional(),
  })
  .describe('The reply matches a pattern.');

const command = z
  .strictObject({
    kind: z.literal('command'),
    command: z
      .array(withoutNul)
      .min(1)
      .describe(
        'Program and arguments, run without a shell. `node` is the Node that runs GRASP itself.',
      ),
    timeout: z.number().positive().max(3600).optional().describe('Seconds. Default: 30.'),
    cwd: withoutNul
      .min(1)
      .optional()
      .describe("Where it runs, relative to the suite's folder. Default: the suite's folder."),
  })
  .describe(
    'A program judges: the reply comes on its standard input, the case as JSON in GRASP_CASE. Exit code 0 passes, 1 fails (its first line of output says why); anything else is a fault of the grader and counts as neither.',
  );

const rubric = z
  .strictObject({
    kind: z.literal('rubric'),
    rubric: z.string().min(1).describe('What a good reply does, in plain words.'),
  })
  .describe("A judge model decides. It also sees the prompt and the case's `expected`.");

/** How a reply is judged: one of six kinds. */
export const graderSchema = z.discriminatedUnion('kind', [
  jsonEqual,
  numeric,
  contains,
  regex,
  command,
  rubric,
]);

export type GraderSpec = z.infer<typeof graderSchema>;
export type GraderKind = GraderSpec['kind'];
/** The specification of one kind of grader. */
export type SpecOf<K extends GraderKind> = Extract<GraderSpec, { kind: K }>;
