import type { z } from 'zod';
import { UserError } from '../util/errors';
import type { Place } from '../util/errors';
import { didYouMean } from '../util/didYouMean';
import type { Override } from './overrides';
import { runConfigSchema } from './runConfig';
import { schemaKeys } from './schemaKeys';
import type { Path, YamlSource } from './yamlSource';

type Issue = z.core.$ZodIssue;

/** What a configuration is made of, to say where a wrong value came from. */
export interface ConfigOrigin {
  readonly source: YamlSource;
  readonly overrides: readonly Override[];
  /** File and overrides together: what was checked. */
  readonly data: unknown;
}

/** Everything that is wrong with a configuration. As an error it is the first of it, the others listed below. */
export class ConfigError extends UserError {
  constructor(
    first: UserError,
    /** Each on its own, in the order of the file. */
    readonly all: readonly UserError[],
    fix: string,
  ) {
    super(first.message, {
      ...(first.place === undefined ? {} : { place: first.place }),
      ...(fix === '' ? {} : { fix }),
      kind: first.kind,
    });
  }
}

/** A schema's complaints as an error a person can act on. */
export function configError(issues: readonly Issue[], origin: ConfigOrigin): UserError {
  const found = issues.flatMap(splitKeys).map((issue) => explain(issue, origin));
  const meant = new Set(found.map(({ meantKey }) => meantKey));
  const [first, ...others] = found
    .filter(({ missingKey }) => missingKey === undefined || !meant.has(missingKey))
    .sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0));
  if (!first) return new UserError('is not a run config', { place: { file: origin.source.file } });
  const fix = [first.fix, ...others.map(also)].filter((line) => line !== '').join('\n  ');
  return new ConfigError(asError(first), [first, ...others].map(asError), fix);
}

function asError({ message, place, fix }: Problem): UserError {
  return new UserError(message, {
    place,
    ...(fix === '' ? {} : { fix }),
    kind: place.line === undefined ? 'usage' : 'failed',
  });
}

/** Where the value at a path of the configuration comes from: a `--set`, or a line of the file. */
export function placeOf(path: Path, { source, overrides }: ConfigOrigin): Place {
  const flag = overrides.findLast(({ path: set }) => isPrefix(set, path) || isPrefix(path, set));
  return flag && path.length > 0
    ? { file: flag.flag }
    : { file: source.file, line: source.lineOf(path) };
}

interface Problem {
  readonly place: Place;
  readonly message: string;
  readonly fix: string;
  /** Of an unknown key: the key that was probably meant, as a dotted path. */
  readonly meantKey?: string;
  /** Of a missing key: its dotted path. A misspelt key explains it already. */
  readonly missingKey?: string;
}

function also({ place, message, fix }: Problem): string {
  return `Also ${where(place)}: ${message}${fix === '' ? '' : `. ${fix}`}`;
}

/** One complaint about several unknown keys becomes one per key, so that each has its own line. */
function splitKeys(issue: Issue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

function explain(issue: Issue, origin: ConfigOrigin): Problem {
  const path = plain(issue.path);
  const name = path.join('.');
  const at = (suffix: Path = []): Place => placeOf([...path, ...suffix], origin);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { place: at([key]), ...unknownKey(key, path) };
  }
  if (issue.code === 'custom') {
    const fix: unknown = issue.params?.['fix'];
    return { place: at(), message: issue.message, fix: typeof fix === 'string' ? fix : '' };
  }
  const value = valueAt(origin.data, path);
  if (value === undefined) return missing(path, origin, issue);
  return {
    place: at(),
    message: `${name === '' ? 'the file' : name} must be ${expectation(issue)}, but is ${describe(value)}`,
    fix: name === '' ? 'A run config is a mapping: key: value lines.' : hint(issue, value, name),
  };
}

function unknownKey(key: string, path: Path): Omit<Problem, 'place'> {
  const known = schemaKeys(runConfigSchema, path);
  const owner = path.length === 0 ? 'a run config' : path.join('.');
  const near = didYouMean(key, known);
  const message = `unknown key "${key}" in ${owner}`;
  if (near === undefined) return { message, fix: `Known keys: ${known.join(', ')}.` };
  return { message, fix: `Did you mean "${near}"?`, meantKey: [...path, near].join('.') };
}

function missing(path: Path, origin: ConfigOrigin, issue: Issue): Problem {
  const emptied = origin.overrides.findLast(
    ({ path: set, value }) => value === null && isPrefix(set, path),
  );
  if (emptied) {
    return {
      place: { file: emptied.flag },
      missingKey: path.join('.'),
      message: `has no value, and ${path.join('.')} cannot be missing`,
      fix: `Give it one: ${expectation(issue)}.`,
    };
  }
  const parent = path.slice(0, -1);
  const key = String(path.at(-1) ?? '');
  const where_ = parent.length === 0 ? 'at the top level' : `under ${parent.join('.')}`;
  return {
    place: { file: origin.source.file, line: origin.source.lineOf(path) },
    missingKey: path.join('.'),
    message: `${path.join('.')} is missing`,
    fix: `Add "${key}: …" ${where_}: ${expectation(issue)}.`,
  };
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return issue.origin === 'string'
        ? 'text that is not empty'
        : `${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_union':
      return oneOf(taskKinds());
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'a mapping (key: value lines)',
  array: 'a list',
};

/** The words an issue says are allowed; none when it is about something else. */
function choices(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' ? taskKinds() : [];
}

function taskKinds(): string[] {
  return runConfigSchema.shape.task.options.map(({ shape }) => shape.kind.value);
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `"${values.join('')}"` : `one of ${values.join(', ')}`;
}

function hint(issue: Issue, value: unknown, name: string): string {
  if (typeof value !== 'string') return '';
  const near = didYouMean(value, choices(issue));
  if (near !== undefined) return `Did you mean "${near}"?`;
  const isQuoted = issue.code === 'invalid_type' && /^(-?[\d.]+|true|false)$/.test(value);
  return isQuoted ? `Write it without quotes: ${name.split('.').at(-1)}: ${value}` : '';
}

function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') {
    return `the text "${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  }
  return String(value);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    data,
  );
}

function plain(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

function isPrefix(short: Path, long: Path): boolean {
  return (
    short.length <= long.length && short.every((part, at) => String(part) === String(long[at]))
  );
}

function where({ file, line }: Place): string {
  return line === undefined ? file : `line ${line}`;
}
