import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeError, UserError } from '../../util/errors';
import { loadSuite } from './loadSuite';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grasp-suite-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function load(name: string, content: string | Uint8Array, allowCommands = false) {
  return loadSuite(write(name, content), allowCommands);
}

/** `line: message. fix` of the error that loading throws. */
async function problem(name: string, content: string | Uint8Array): Promise<string> {
  try {
    await load(name, content);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return describeError(error).replace(`${join(folder, name)}:`, '');
  }
  return 'no problem';
}

const yaml = `# a suite
name: sums
system: You add in {{unit}}.
prompt: "Add: {{input}}"
defaults:
  grader: { kind: numeric }
  vars: { unit: metres }
types:
  feet:
    vars: { unit: feet }
    grader: { kind: contains }
cases:
  - { id: one, input: 1 + 1, expected: 2 }
  - { input: 2 + 2, type: feet, expected: "4 feet", split: test }
  - messages:
      - { role: user, content: hi }
      - { role: assistant, content: hello }
      - { role: user, content: 3 + 3 }
    expected: 6
  - prompt: "literally {{this}}"
    vars: { unit: inches }
    graders: [{ kind: regex, pattern: x }, { kind: contains, any: [y] }]
`;

describe('a YAML suite', () => {
  it('builds prompts from the suite, the type and the case', async () => {
    const { name, cases } = await load('sums.yaml', yaml);
    expect(name).toBe('sums');
    expect(cases.map(({ messages }) => messages)).toEqual([
      [
        { role: 'system', content: 'You add in metres.' },
        { role: 'user', content: 'Add: 1 + 1' },
      ],
      [
        { role: 'system', content: 'You add in feet.' },
        { role: 'user', content: 'Add: 2 + 2' },
      ],
      [
        { role: 'system', content: 'You add in metres.' },
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: 'hello' },
        { role: 'user', content: '3 + 3' },
      ],
      [
        { role: 'system', content: 'You add in inches.' },
        { role: 'user', content: 'literally {{this}}' },
      ],
    ]);
    expect(cases.map(({ description }) => description)).toEqual([
      '1 + 1',
      '2 + 2',
      '3 + 3',
      'literally {{this}}',
    ]);
    expect(cases.map(({ graders }) => graders.map(({ kind }) => kind))).toEqual([
      ['numeric'],
      ['contains'],
      ['numeric'],
      ['regex', 'contains'],
    ]);
    expect(cases[1]?.split).toBe('test');
  });

  it.each([
    [40, 4],
    [80, 0],
  ])('keeps ids, and splits nearly all, when cases are added to %i', async (size, mayMove) => {
    const body = (inputs: readonly string[]) =>
      `defaults: {grader: {kind: numeric}}\ncases:\n${inputs.map((input) => `  - {input: "${input}", expected: 1}\n`).join('')}`;
    const inputs = Array.from({ length: size }, (_, i) => `question ${i}`);
    const of = async (list: readonly string[]) => {
      const { cases } = await load('stable.yaml', body(list));
      return new Map(cases.map((built) => [built.description, `${built.id} ${built.split}`]));
    };
    const before = await of(inputs);
    const after = await of([
      'new first',
      ...inputs.slice(0, 17),
      'new',
      ...inputs.slice(17).reverse(),
    ]);
    const moved = [...before].filter(([input, idAndSplit]) => after.get(input) !== idAndSplit);
    expect(moved.length).toBeLessThanOrEqual(mayMove);
    const idOf = (text = ''): string => text.split(' ')[0] ?? '';
    for (const [input, text] of before) expect(idOf(after.get(input))).toBe(idOf(text));
  });

  it.each([
    ['broken YAML', 'cases:\n  - {input: a\n  - b: [', /^\d: cannot be read/],
    ['a key twice', 'name: a\nname: b\ncases: []', /^2: cannot be read/],
    ['a list at the top', '- a', /^1: the suite must be a mapping, not a list/],
    ['nothing', '', /the suite must be a mapping/],
    ['no cases', 'name: a\n', /^1: cases is missing/],
    ['an empty list of cases', 'name: a\ncases: []\n', /^2: cases is empty/],
    [
      'an unknown key',
      'cases:\n  - input: a\n    gradr: {}',
      /^3: unknown key "gradr" in case 1[^]*"grader"/,
    ],
    [
      'an unknown key at the top',
      'promt: a\ncases: [{}]',
      /^1: unknown key "promt" in the suite[^]*"prompt"/,
    ],
    [
      'an unknown key of a grader',
      'cases:\n  - input: a\n    grader:\n      kind: contains\n      al: [x]',
      /^5: unknown key "al" in case 1: grader[^]*"all"/,
    ],
    [
      'a key that belongs to another grader',
      'cases:\n  - input: a\n    grader: {kind: regex, pattern: x, tolerance: 1}',
      /^3: unknown key "tolerance"[^]*kind, pattern, flags/,
    ],
    [
      'an unknown grader',
      'cases:\n  - input: a\n    graders:\n      - kind: json_equal',
      /^4: unknown kind of grader "json_equal"[^]*"json-equal"/,
    ],
    [
      'a grader that is only a word',
      'cases:\n  - input: a\n    grader: contains',
      /^3: .*\{ kind: contains \}/s,
    ],
    ['two documents', 'name: a\n---\nname: b', /^2: .*second one/],
    [
      'a grader without kind',
      'cases:\n  - input: a\n    grader: {pattern: x}',
      /^3: case 1: grader needs a `kind`/,
    ],
    [
      'an unknown split',
      'cases:\n  - input: a\n    split: tset',
      /^3: case 1: split is "tset"[^]*"test"/,
    ],
    ['a wrong type', 'cases:\n  - input: a\n    type: 3', /^3: case 1: type must be a text, not 3/],
    ['no grader', 'cases:\n  - input: a\n', /^2: the case has no grader/],
    [
      'nothing to compare with',
      'defaults:\n  grader: {kind: numeric}\ncases:\n  - input: a\n    expected: "4"',
      /^4: numeric needs an `expected` number[^]*line 2/,
    ],
    [
      'no question',
      'defaults: {grader: {kind: numeric}}\ncases:\n  - expected: 1',
      /^3: the case asks nothing/,
    ],
    [
      'two questions',
      'defaults: {grader: {kind: numeric}}\ncases:\n  - input: a\n    prompt: b\n    expected: 1',
      /^4: a case has only one of `input` and `prompt`/,
    ],
    [
      'a place without a value',
      'prompt: "{{input}} {{unti}}"\ndefaults: {grader: {kind: numeric}}\ncases:\n  - input: a\n    expected: 1',
      /^4: the prompt asks for \{\{unti\}\}/,
    ],
    [
      'an input that is not used',
      'prompt: "go"\ndefaults: {grader: {kind: numeric}}\ncases:\n  - input: a\n    expected: 1',
      /^4: the prompt of the suite never uses the input/,
    ],
    [
      'a conversation that ends with the assistant',
      'cases:\n  - grader: {kind: contains, any: [x]}\n    messages:\n      - {role: assistant, content: a}',
      /^4: the conversation does not end with the user/,
    ],
    [
      'an id twice',
      'defaults: {grader: {kind: numeric}}\ncases:\n  - {id: a, input: x, expected: 1}\n  - {id: a, input: y, expected: 1}',
      /^4: the id "a" is taken by the case on line 3[^]*line 4/,
    ],
    [
      'a case twice',
      'defaults: {grader: {kind: numeric}}\ncases:\n  - {input: x, expected: 1}\n\n  - {input: x, expected: 2}',
      /^5: asks the same as the case on line 3/,
    ],
    [
      'an id with a line end',
      'cases:\n  - {id: "a\\nb", input: x, grader: {kind: contains, any: [x]}}',
      /^2: "a\\nb" cannot be an id/,
    ],
    [
      'a broken pattern',
      'cases:\n  - input: x\n    grader: {kind: regex, pattern: "("}',
      /^3: Invalid regular expression/,
    ],
    [
      'both grader and graders',
      'cases:\n  - input: x\n    grader: {kind: regex, pattern: a}\n    graders: [{kind: regex, pattern: a}]',
      /^4: only one of `grader` and `graders`/,
    ],
    [
      'shares of nothing',
      'splits: {dev: 0}\ncases:\n  - {input: x, grader: {kind: regex, pattern: a}}',
      /^1: the shares/,
    ],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefgh', (c, i) => `${c}: &${c} [${`*${'abcdefgh'[i] ?? ''},`.repeat(9)}]`).join('\n')}`,
      /too many aliases/,
    ],
  ])('with %s is refused with its line', async (_what, text, expected) => {
    expect(await problem('bad.yaml', text)).toMatch(expected);
  });

  it('that would run programs says which, and how to allow them', async () => {
    const text = 'cases:\n  - input: a\n    grader: {kind: command, command: [rm, -rf, x]}';
    expect(await problem('run.yaml', text)).toMatch(/^2: .*`rm -rf x`[^]*allow_commands: true/);
    expect((await load('run.yaml', text, true)).cases).toHaveLength(1);
  });

  it('whose program is missing is refused before the first call', async () => {
    const text = 'cases:\n  - input: a\n    grader: {kind: command, command: [node, check.mjs]}';
    await expect(load('missing.yaml', text, true)).rejects.toThrow(/needs .*check\.mjs/);
    write('check.mjs', '');
    const { cases, files } = await load('missing.yaml', text, true);
    expect(cases).toHaveLength(1);
    // Another script may judge otherwise.
    expect(files).toEqual([join(folder, 'missing.yaml'), join(folder, 'check.mjs')]);
  });

  it('must be a readable text file of a known kind', async () => {
    await expect(loadSuite(join(folder, 'nowhere.yaml'), false)).rejects.toThrow(/cannot be read/);
    await expect(loadSuite(folder, false)).rejects.toThrow(UserError);
    expect(await problem('suite.txt', yaml)).toMatch(/no suite by its name/);
    expect(await problem('latin.yaml', Uint8Array.of(0x63, 0xe9, 0x0a))).toMatch(/not UTF-8/);
  });
});

describe('a JSON suite', () => {
  it('reads like YAML, with lines', async () => {
    const text =
      '{"cases": [\n {"id": 7, "input": {"a": 1}, "grader": {"kind": "regex", "pattern": "."}}\n]}';
    const [built] = (await load('a.json', `\uFEFF${text}`)).cases;
    expect(built).toMatchObject({ id: '7', description: '{\n  "a": 1\n}' });
    expect(await problem('b.json', text.replace('"id"', '"idd"'))).toMatch(/^2: unknown key "idd"/);
    expect(await problem('c.json', '{"cases":\n[\n\n}')).toMatch(/^2: cannot be read/);
  });
});

describe('a JSONL suite', () => {
  const header = '{"suite": {"name": "lines", "defaults": {"grader": {"kind": "contains"}}}}';

  it('has a case a line and may begin with the suite', async () => {
    const text = `${header}\r\n\r\n{"input": "a", "expected": "b"}\r\n{"input": "c", "expected": ["d"]}\r\n`;
    const { name, cases } = await load('lines.jsonl', text);
    expect(name).toBe('lines');
    expect(cases.map((built) => built.description)).toEqual(['a', 'c']);
    const bare = '{"input": "a", "grader": {"kind": "regex", "pattern": "x"}}';
    expect((await load('bare.jsonl', bare)).name).toBe('bare');
  });

  it.each([
    ['a broken line', `${header}\n\n{"input": }`, /^3: is not JSON/],
    ['a line that is no object', `${header}\n[1]`, /^2: is not a JSON object/],
    ['an unknown key', `${header}\n\n{"inptu": 1}`, /^3: unknown key "inptu"[^]*"input"/],
    ['an unknown key of the suite', '{"suite": {"nam": 1}}\n{}', /^1: unknown key "nam"[^]*"name"/],
    [
      'more than the suite on its line',
      '{"suite": {}, "input": "a"}\n',
      /^1: .*nothing but "suite"/,
    ],
    [
      'an id twice',
      `${header}\n{"id": 1, "input": "a", "expected": "b"}\n{"id": 1, "input": "c", "expected": "b"}`,
      /^3: .*line 2/,
    ],
    ['no case', header, /cases/],
  ])('with %s is refused with its line', async (_what, text, expected) => {
    expect(await problem('bad.jsonl', text)).toMatch(expected);
  });
});

describe('the evals.json of an agent skill', () => {
  const evals = (list: readonly object[]) =>
    JSON.stringify({ skill_name: 'csv', evals: list }, null, 1);

  it('becomes a suite with a rubric a case and its files in the prompt', async () => {
    write('csv/evals/files/a.csv', 'x,y\n1,2\n');
    const { name, cases, files } = await load(
      'csv/evals/evals.json',
      evals([
        {
          id: 1,
          prompt: 'Sum x.',
          expected_output: '1',
          files: ['evals/files/a.csv'],
          assertions: ['Says 1'],
        },
        {
          id: 2,
          prompt: 'Why?',
          expectations: ['Gives a reason', { text: 'Is short' }],
          note: 'ours',
        },
        { id: 3, prompt: 'Who?', expected_output: 'Ann', files: [] },
      ]),
    );
    expect(name).toBe('csv');
    expect(files).toEqual([
      join(folder, 'csv/evals/evals.json'),
      join(folder, 'csv/evals/files/a.csv'),
    ]);
    expect(cases.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(cases[0]).toMatchObject({ expected: '1' });
    expect(cases[0]?.question).toBe('Sum x.\n\nFile evals/files/a.csv:\n\nx,y\n1,2\n');
    expect(cases[1]?.graders[0]?.spec).toMatchObject({
      kind: 'rubric',
      rubric: 'Every one of these holds for the reply:\n1. Gives a reason\n2. Is short',
    });
    expect(cases[2]?.graders[0]?.kind).toBe('rubric');
  });

  it('is read in the shapes it has in the field', async () => {
    const { cases } = await load(
      'csv/evals/evals.json',
      evals([
        {
          prompt: 'a',
          files: null,
          expectations: null,
          assertions: [{ name: 'n', description: 'Says a' }],
        },
        { query: 'b', expected_behavior: ['Says b', 'Is short'] },
        { query: 'c', expected_behavior: 'Says c' },
        { prompt: 'd', assertions: [{ assertion: 'Says d' }, { name: 'Says D' }] },
      ]),
    );
    const rubrics = cases.map(({ graders }) => graders[0]?.spec);
    expect(
      rubrics.map((spec) => (spec?.kind === 'rubric' ? spec.rubric.split('\n').slice(1) : [])),
    ).toEqual([
      ['1. Says a'],
      ['1. Says b', '2. Is short'],
      ['1. Says c'],
      ['1. Says d', '2. Says D'],
    ]);
    expect(cases.map(({ question }) => question)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('attaches nothing from outside of the skill, nor what is hidden in it', async () => {
    write('home/.ssh/id', 'private');
    write('home/notes.txt', 'mine');
    const at = 'home/evals/evals.json';
    const files = (path: string) => evals([{ prompt: 'a', expected_output: 'b', files: [path] }]);
    for (const path of ['.ssh/id', 'notes.txt', '../notes.txt']) {
      expect(await problem(at, files(path))).toMatch(/is not in the skill's folder/);
    }
    write('home/SKILL.md', '---\nname: home\n---\n');
    expect(await problem(at, files('.ssh/id'))).toMatch(/is not in the skill's folder/);
    expect((await load(at, files('notes.txt'))).cases[0]?.question).toContain('mine');
  });

  it('is refused with the line of what cannot be used', async () => {
    const at = 'csv/evals/evals.json';
    expect(await problem(at, evals([{ id: 1, prompt: 'a' }]))).toMatch(/^4: eval 1 says nothing/);
    expect(await problem(at, evals([{ id: 1, expected_output: 'a' }]))).toMatch(
      /^4: eval 1 asks nothing/,
    );
    const files = (path: string) => evals([{ prompt: 'a', expected_output: 'b', files: [path] }]);
    expect(await problem(at, files('gone.csv'))).toMatch(/^8: the file gone.csv is not in/);
    write('secret.txt', 'secret');
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'csv/link.txt'));
    for (const path of ['../secret.txt', 'link.txt', join(folder, 'secret.txt')]) {
      expect(await problem(at, files(path))).toMatch(/is not in the skill's folder/);
    }
    write('csv/SKILL.md', '---\nname: csv\n---\n');
    write('csv/a.bin', Uint8Array.of(0, 1));
    expect(await problem(at, files('a.bin'))).toMatch(/is no text/);
  });
});
