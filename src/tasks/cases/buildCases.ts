import { createHash } from 'node:crypto';
import type { Json, Message } from '../../engine/types';
import { UserError } from '../../util/errors';
import { sharesOf, splitsOf } from './drawSplits';
import type { GradedCase } from './graders/gradeReply';
import { readyGrader } from './graders/readyGrader';
import type { ReadyGrader } from './graders/readyGrader';
import type { GraderSpec } from './graders/graderSchema';
import type { SplitName, Suite, SuiteCase } from './suiteSchema';
import type { Path } from './suiteText';
import { asText, fill, namesIn } from './template';

/** A case with everything it takes to ask and to judge it. */
export interface BuiltCase extends GradedCase {
  readonly split: SplitName;
  readonly messages: readonly Message[];
  /** What sets this case apart, for the skill writer: the input rather than the whole prompt. */
  readonly description: string;
  readonly graders: readonly ReadyGrader[];
  /** Its place in the file, from 0: lines are looked up only when there is something to say. */
  readonly index: number;
}

interface Source {
  readonly file: string;
  lineOf(path: Path): number;
}

const idPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_ .:@#/+=-]{0,99}$/u;

/**
 * Makes cases out of a checked suite.
 * @throws UserError with the line: a case that asks nothing or has no grader, a place in a prompt
 * without a value, a grader without what it compares with, two cases with one id.
 */
export function buildCases(suite: Suite, source: Source): readonly BuiltCase[] {
  const shares = sharesOf(suite.splits);
  if (!shares) {
    throw new UserError('the shares of the splits are all 0', {
      place: { file: source.file, line: source.lineOf(['splits']) },
      fix: 'Give at least one of dev, val and test a share, such as 0.6, 0.2 and 0.2.',
    });
  }
  const seed = suite.splits?.seed ?? 1;
  const byId = new Map<string, Omit<BuiltCase, 'split'>>();
  for (const [index, entry] of suite.cases.entries()) {
    const builder = new CaseBuilder(suite, entry, index, source);
    const id = builder.id();
    const built = builder.build(id);
    const other = byId.get(id);
    if (other) {
      const [first, second] = [other, built].map((one) => source.lineOf(['cases', one.index]));
      throw builder.error(['id'], ...duplicate(entry, id, first, second));
    }
    byId.set(id, built);
  }
  const cases = [...byId.values()];
  const drawn = cases.map(({ id, type, index }) => ({
    id,
    type,
    split: suite.cases[index]?.split,
  }));
  const splits = splitsOf(drawn, shares, seed);
  return cases.map((built, at) => ({ ...built, split: splits[at] ?? 'dev' }));
}

function duplicate(entry: SuiteCase, id: string, first = 1, second = 1): [string, string] {
  return entry.id === undefined
    ? [
        `asks the same as the case on line ${first}`,
        `Take one of lines ${first} and ${second} out, or give each of them an \`id\`.`,
      ]
    : [
        `the id "${id}" is taken by the case on line ${first}`,
        `Ids are unique in a suite: rename the one on line ${first} or on line ${second}.`,
      ];
}

class CaseBuilder {
  readonly #suite: Suite;
  readonly #case: SuiteCase;
  readonly #index: number;
  readonly #source: Source;

  constructor(suite: Suite, entry: SuiteCase, index: number, source: Source) {
    this.#suite = suite;
    this.#case = entry;
    this.#index = index;
    this.#source = source;
  }

  /** The case's own id, else a hash of what it asks: its place in the file does not count. */
  id(): string {
    const { id, input, prompt, messages, vars, type } = this.#case;
    if (id === undefined) {
      const asked = canonical({ input, prompt, messages, vars, type });
      return `case-${createHash('sha256').update(asked).digest('hex').slice(0, 10)}`;
    }
    const text = String(id);
    if (idPattern.test(text)) return text;
    throw this.error(
      ['id'],
      `${JSON.stringify(text)} cannot be an id`,
      'An id begins with a letter, a digit or _ and goes on with those, spaces or . : @ # / + = -, up to 100 characters.',
    );
  }

  build(id: string): Omit<BuiltCase, 'split'> {
    const { type, input, expected } = this.#case;
    const vars = this.#vars();
    const messages = this.#messages(vars);
    const question = messages.at(-1)?.content ?? '';
    return {
      id,
      type,
      input,
      vars: Object.fromEntries(vars),
      expected,
      question,
      messages,
      description: input === undefined ? question : asText(input),
      graders: this.#graders(),
      index: this.#index,
    };
  }

  error(path: Path, message: string, fix: string): UserError {
    return this.#errorAt(['cases', this.#index, ...path], message, fix);
  }

  #errorAt(path: Path, message: string, fix: string): UserError {
    const place = { file: this.#source.file, line: this.#source.lineOf(path) };
    return new UserError(message, { place, fix });
  }

  /** What the suite says about all cases of this one's type. */
  get #ofType(): NonNullable<Suite['types']>[string] {
    const { type } = this.#case;
    const { types = {} } = this.#suite;
    return (type !== undefined && Object.hasOwn(types, type) ? types[type] : undefined) ?? {};
  }

  #vars(): ReadonlyMap<string, Json> {
    const levels = [this.#suite.defaults?.vars, this.#ofType.vars, this.#case.vars];
    return new Map(levels.flatMap((level) => Object.entries<Json>(level ?? {})));
  }

  #messages(vars: ReadonlyMap<string, Json>): readonly Message[] {
    const { input, prompt, messages } = this.#case;
    const ways = Object.entries({ input, prompt, messages }).filter(
      ([, value]) => value !== undefined,
    );
    if (ways.length > 1) {
      throw this.error(
        [ways[1]?.[0] ?? ''],
        `a case has only one of ${ways.map(([name]) => `\`${name}\``).join(' and ')}`,
        '`input` fills the prompt of the suite, `prompt` is a question of its own, `messages` a whole conversation.',
      );
    }
    const values = input === undefined ? vars : new Map([...vars, ['input', input] as const]);
    const systemTemplate = this.#ofType.system ?? this.#suite.system;
    const system = systemTemplate && this.#filled('system', systemTemplate, values);
    const opening: Message[] = system ? [{ role: 'system', content: system }] : [];
    if (messages) return this.#conversation(messages, opening);
    if (prompt !== undefined) return [...opening, { role: 'user', content: prompt }];
    const template =
      this.#ofType.prompt ?? this.#suite.prompt ?? (input === undefined ? '' : '{{input}}');
    if (template === '') {
      throw this.error(
        [],
        'the case asks nothing',
        'Give it an `input`, a `prompt` or `messages`, or the suite a `prompt`.',
      );
    }
    const used = namesIn(`${template}\n${systemTemplate ?? ''}`);
    if (input !== undefined && !used.has('input')) {
      throw this.error(
        ['input'],
        'the prompt of the suite never uses the input',
        'Write {{input}} where it belongs in the `prompt`.',
      );
    }
    return [...opening, { role: 'user', content: this.#filled('prompt', template, values) }];
  }

  #conversation(messages: readonly Message[], opening: readonly Message[]): readonly Message[] {
    if (messages.at(-1)?.role !== 'user') {
      throw this.error(
        ['messages', messages.length - 1],
        'the conversation does not end with the user',
        'The last message is the one the agent answers; its role is `user`.',
      );
    }
    return messages.some((message) => message.role === 'system')
      ? messages
      : [...opening, ...messages];
  }

  #filled(key: 'prompt' | 'system', template: string, values: ReadonlyMap<string, Json>): string {
    const missing = [...namesIn(template)].find((name) => !values.has(name));
    if (missing === undefined) {
      const text = fill(template, values);
      if (text.trim() !== '' || key === 'system') return text;
      throw this.error([], 'the case asks nothing: its prompt is empty', 'Give it an `input`.');
    }
    throw this.error(
      missing === 'input' ? [] : ['vars'],
      `the ${key} asks for {{${missing}}}, which this case does not have`,
      missing === 'input'
        ? 'Give the case an `input`.'
        : `Add \`${missing}\` to the \`vars\` of the case, of its type or of \`defaults\`.`,
    );
  }

  #graders(): readonly ReadyGrader[] {
    const { type = '' } = this.#case;
    const levels = [
      { at: ['cases', this.#index], holder: this.#case },
      { at: ['types', type], holder: this.#ofType },
      { at: ['defaults'], holder: this.#suite.defaults ?? {} },
    ];
    for (const { at, holder } of levels) {
      const { grader, graders } = holder;
      if (grader && graders) {
        throw this.#errorAt(
          [...at, 'graders'],
          'only one of `grader` and `graders` can be given',
          'Put all of them into `graders`.',
        );
      }
      if (grader) return [this.#ready(grader, [...at, 'grader'])];
      if (graders) return graders.map((spec, i) => this.#ready(spec, [...at, 'graders', i]));
    }
    throw this.error(
      [],
      'the case has no grader',
      'Give it a `grader`, or one to its type under `types`, or one to all under `defaults`.',
    );
  }

  #ready(spec: GraderSpec, path: Path): ReadyGrader {
    const ready = readyGrader(spec, this.#case.expected);
    if (typeof ready !== 'string') return ready;
    const shared = path[0] !== 'cases' && ready.includes('`expected`');
    throw this.#errorAt(
      shared ? ['cases', this.#index] : path,
      ready,
      shared
        ? `Give the case an \`expected\`; its grader is the one on line ${this.#source.lineOf(path)}.`
        : 'Mend the grader, or give the case an `expected` answer.',
    );
  }
}

/** JSON with sorted keys, so that equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
