import type { z } from 'zod';
import { suggestion } from '../../util/didYouMean';
import { UserError } from '../../util/errors';
import { oneLine } from './graders/grade';
import { childOf, keysAt, kindsAt } from './schemaWalk';
import type { Path, SuiteText } from './suiteText';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong with a suite, as an error with file and line: the first finding in the
 * order of the file, and how many more there are.
 */
export function explainIssues(
  error: z.ZodError,
  schema: z.ZodType,
  text: SuiteText,
  file: string,
): UserError {
  const found = error.issues
    .flatMap((issue) => innermost(issue))
    .map((issue) => {
      const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
      const path = unknown === undefined ? issue.path : [...issue.path, unknown];
      return { issue, path, line: text.lineOf(path) };
    })
    .sort((a, b) => a.line - b.line);
  const [first] = found;
  if (!first) return new UserError('is no suite', { place: { file } });
  const { message, fix } = inWords(first.issue, schema, text.value);
  const others = found.length - 1;
  return new UserError(`${message}${others > 0 ? ` (and ${others} more to mend)` : ''}`, {
    place: { file, line: first.line },
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Of a choice that fits nothing, the findings of the branch that came furthest. */
function innermost(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map((found) => found.path.length));
  const best = issue.errors.reduce((a, b) => (depth(b) > depth(a) ? b : a));
  if (depth(best) === 0) return [issue];
  return best.flatMap((found) => innermost({ ...found, path: [...issue.path, ...found.path] }));
}

function inWords(
  issue: Issue,
  schema: z.ZodType,
  whole: unknown,
): { readonly message: string; readonly fix?: string } {
  const where = nameOf(issue.path);
  const value = issue.path.reduce<unknown>(childOf, whole);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, issue.path, whole);
      const [key = ''] = issue.keys;
      return {
        message: `unknown key "${key}" in ${where}`,
        fix: suggestion(key, known) || `It may hold: ${known.join(', ')}.`,
      };
    }
    case 'invalid_union': {
      if (typeof issue.discriminator !== 'string') break;
      // The issue points at the key `kind`; what is meant is the grader around it.
      const around = issue.path.slice(0, -1);
      const kinds = kindsAt(schema, around, whole);
      if (typeof value !== 'string') {
        return {
          message: `${nameOf(around)} needs a \`kind\``,
          fix: `One of: ${kinds.join(', ')}.`,
        };
      }
      return {
        message: `unknown kind of grader "${value}" in ${nameOf(around)}`,
        fix: suggestion(value, kinds) || `One of: ${kinds.join(', ')}.`,
      };
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return {
        message: `${where} is ${show(value)}`,
        fix: suggestion(String(value), allowed) || `One of: ${allowed.join(', ')}.`,
      };
    }
    case 'invalid_type': {
      const wanted = words[issue.expected] ?? issue.expected;
      if (value === undefined) return { message: `${where} is missing`, fix: `Add it: ${wanted}.` };
      const message = `${where} must be ${wanted}, not ${show(value)}`;
      const isGrader = typeof value === 'string' && issue.path.at(-1) === 'grader';
      return isGrader
        ? { message, fix: `Write it as { kind: ${oneLine(value, 40)} }.` }
        : { message };
    }
    case 'too_small':
      if (!Array.isArray(value)) break;
      return { message: `${where} is empty`, fix: 'Put something into the list, or leave it out.' };
    default:
  }
  // zod's own words for what remains: a bound that is not kept, a choice that fits nothing.
  const { message } = issue;
  return message === 'Invalid input'
    ? { message: `${where} cannot be ${show(value)}` }
    : { message: `${where}: ${message}, not ${show(value)}` };
}

const words: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** `case 4: grader.kind`; the top is "the suite". */
function nameOf(path: Path): string {
  const [top, index, ...rest] = path;
  if (top === 'cases' && typeof index === 'number') {
    return `case ${index + 1}${rest.length === 0 ? '' : `: ${nameOf(rest)}`}`;
  }
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || 'the suite';
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
