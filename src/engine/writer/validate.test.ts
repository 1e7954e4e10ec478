import { describe, expect, it } from 'vitest';
import type { Json } from '../types';
import { shownTexts } from './shownTexts';
import { library, skill } from './testData';
import { editBounds } from './bounds';
import { validateEdits } from './validate';

const learned = library([skill('known'), skill('other')]);
const options = { capacity: 10, keepTags: true };
const body = { description: 'What and when', content: 'Do this.', tags: ['a'] };
const add = (name: string, rest = {}): Json => ({ action: 'ADD', name, ...body, ...rest });
const modify = (name: string, rest = {}): Json => ({ action: 'MODIFY', name, ...body, ...rest });
const remove = (name: string): Json => ({ action: 'REMOVE', name });
const stub = (action: string, name: string): Json => ({ action, name });
const names = (raw: readonly Json[], capacity: number) =>
  validateEdits(raw, learned, { capacity, keepTags: true }).valid.map(
    (edit) => `${edit.action} ${edit.name}`,
  );

describe('validateEdits', () => {
  it('cleans up an edit as a model writes it', () => {
    const raw = add(' Skill-N! ', {
      action: ' add ',
      description: ' two\n lines\u0000 ',
      content: '\n# Body \n\ntext\n',
      tags: [' a ', 'b\nc', 3, null, ''],
      rating: 5,
    });
    expect(validateEdits([raw], learned, options)).toEqual({
      valid: [
        {
          action: 'ADD',
          name: 'skill_n',
          description: 'two lines',
          content: '# Body \n\ntext',
          tags: ['a', 'b c'],
        },
      ],
      refused: [],
    });
  });

  it.each<[string, Json, string]>([
    ['an unknown action', add('new', { action: 'REPLACE' }), 'none of ADD'],
    ['a missing action', { name: 'new', ...body }, 'none of ADD'],
    ['the skeleton', modify('Skeleton'), 'read-only'],
    ['an ADD without content', add('new', { content: '   ' }), 'needs content'],
    ['a MODIFY without content', modify('known', { content: '' }), 'needs content'],
    ['an ADD of a known name', add('Known'), 'already'],
    ['a MODIFY of an unknown name', modify('ghost skill'), 'no learned skill "ghost_skill"'],
    ['a REMOVE of an unknown name', remove('ghost'), 'no learned skill'],
    ['a name too long for a file', add('x'.repeat(100)), 'not a name'],
    ['a NUL in the content', add('new', { content: 'a\0b' }), 'NUL'],
    ['a text', 'ADD new', 'not an object'],
    ['null', null, 'not an object'],
  ])('refuses %s and says why', (_what, raw, reason) => {
    const { valid, refused } = validateEdits([raw], learned, options);
    expect(valid).toEqual([]);
    expect(refused).toEqual([{ edit: raw, reason: expect.stringContaining(reason) as string }]);
  });

  it.each<[string, Json, Json, string]>([
    [
      'an action that is no text',
      { action: ['ADD'], name: 'new' },
      { action: '', name: 'new' },
      'action',
    ],
    ['content that is no text', add('new', { content: { a: 1 } }), stub('ADD', 'new'), 'no text'],
    [
      'content over 64 KB',
      add('new', { content: 'é'.repeat(editBounds.contentBytes / 2 + 1) }),
      stub('ADD', 'new'),
      '64 KB',
    ],
    ['a list', [add('new')], null, 'not an object'],
    ['a giant text', 'x'.repeat(5000), `${'x'.repeat(99)}…`, 'not an object'],
    [
      'a giant name',
      add('n'.repeat(60_000)),
      stub('ADD', `${'n'.repeat(99)}…`),
      'name is longer than 1000',
    ],
    [
      'a giant description',
      modify('known', { description: 'd'.repeat(64_000) }),
      stub('MODIFY', 'known'),
      'description is longer than 4000 characters',
    ],
    [
      'thousands of tags',
      modify('known', { tags: Array.from({ length: 5000 }, (_, i) => `t${String(i)}`) }),
      stub('MODIFY', 'known'),
      'more than 100 tags',
    ],
    [
      'thousands of tags in a text',
      modify('known', { tags: 'a,'.repeat(5000) }),
      stub('MODIFY', 'known'),
      'more than 100 tags',
    ],
    ['a giant tag', add('new', { tags: ['t'.repeat(201)] }), stub('ADD', 'new'), '200 characters'],
    ['tags in tags', add('new', { tags: [[['a']]] }), stub('ADD', 'new'), 'no texts'],
    ['hunks that are no pairs', modify('known', { hunks: [1] }), stub('MODIFY', 'known'), 'pairs'],
    [
      'a wall of hunks',
      modify('known', { hunks: Array.from({ length: 51 }, () => ({ search: 'a', replace: 'b' })) }),
      stub('MODIFY', 'known'),
      '50 hunks',
    ],
  ])('keeps of %s no more than who it was', (_what, raw, kept, reason) => {
    const { valid, refused } = validateEdits([raw], learned, options);
    expect(valid).toEqual([]);
    expect(refused).toEqual([{ edit: kept, reason: expect.stringContaining(reason) as string }]);
  });

  it('reads fifty edits of a reply and says how many it does not', () => {
    const raw = Array.from({ length: 60 }, (_, i) => add(`new ${String(i)}`));
    const { valid, refused } = validateEdits(raw, learned, { ...options, capacity: 100 });
    expect(valid).toHaveLength(50);
    expect(refused).toEqual([
      { edit: null, reason: expect.stringContaining('10 edits more') as string },
    ]);
  });

  it('refuses what would make no skill file, with room for what is noted in it', () => {
    const frontmatter = (length: number) =>
      library([
        skill('wordy', {
          text: `---\nname: wordy\nnotes: ${'n'.repeat(length)}\n---\n\nDo it.\n`,
          content: 'Do it.',
        }),
      ]);
    const raw = [modify('wordy')];
    expect(validateEdits(raw, frontmatter(50_000), options).valid).toHaveLength(1);
    const { valid, refused } = validateEdits(raw, frontmatter(60_000), options);
    expect(valid).toEqual([]);
    expect(refused[0]?.reason).toContain('longer than 64000 characters');
  });

  it('takes content of exactly 64 KB', () => {
    const raw = add('new', { content: 'x'.repeat(editBounds.contentBytes) });
    expect(validateEdits([raw], learned, options).valid).toHaveLength(1);
  });

  it('refuses any base skill, however its name is spelled', () => {
    const skills = library([], { base: [skill('house-style')] });
    const raw = [add('House Style'), modify('house_style'), remove('house-style')];
    expect(validateEdits(raw, skills, options).valid).toEqual([]);
  });

  it.each<[string, readonly Json[], number, readonly string[]]>([
    ['refuses an ADD when the library is full', [add('new')], 2, []],
    ['refuses an ADD when the library is over-full', [add('new')], 1, []],
    ['fills the last slot once', [add('a'), add('b')], 3, ['ADD a']],
    ['lets a REMOVE make room', [remove('known'), add('a')], 2, ['REMOVE known', 'ADD a']],
    ['lets a later REMOVE make room', [add('a'), remove('known')], 2, ['ADD a', 'REMOVE known']],
    ['lets a REMOVE of nothing make room', [remove('ghost'), add('a')], 2, ['ADD a']],
    [
      'counts a skill removed twice as one slot',
      [remove('known'), remove('Known'), add('a'), add('b')],
      2,
      ['REMOVE known', 'REMOVE known', 'ADD a'],
    ],
    ['takes an ADD of one name twice', [add('a'), add('A')], 4, ['ADD a', 'ADD a']],
    ['gives a refused ADD no slot', [add('a', { content: '' }), add('b')], 3, ['ADD b']],
    [
      'does not let a reply add what it removes',
      [remove('known'), add('known')],
      9,
      ['REMOVE known'],
    ],
    ['calls a nameless ADD unnamed_skill', [add('')], 9, ['ADD unnamed_skill']],
    ['accepts edits of skills when the library is full', [modify('known')], 2, ['MODIFY known']],
  ])('%s', (_what, raw, capacity, expected) => {
    expect(names(raw, capacity)).toEqual(expected);
  });

  it.each<[string, Json, readonly string[] | undefined]>([
    ['an empty list', [], undefined],
    ['a list without texts', [1, null], undefined],
    ['null', null, undefined],
    ['a list', ['x'], ['x']],
    ['a comma text', 'x, two words ,', ['x', 'two words']],
  ])('reads the tags of a MODIFY from %s', (_what, tags, expected) => {
    const [kept] = validateEdits([modify('known', { tags })], learned, options).valid;
    const [cleared] = validateEdits([modify('known', { tags })], learned, {
      ...options,
      keepTags: false,
    }).valid;
    expect(kept).toBeDefined();
    expect(kept?.tags).toEqual(expected);
    expect(Object.hasOwn(kept ?? {}, 'tags')).toBe(expected !== undefined);
    expect(cleared?.tags).toEqual(expected ?? []);
  });

  it('gives a new skill without tags an empty list', () => {
    expect(validateEdits([add('new', { tags: [] })], learned, options).valid[0]?.tags).toEqual([]);
  });

  it('keeps the description of a skill when a MODIFY has none', () => {
    const [edit] = validateEdits([modify('known', { description: null })], learned, options).valid;
    expect(edit?.description).toBe('About known');
  });

  it('finds a skill whose name is no slug', () => {
    const skills = library([skill('pdf-forms')]);
    const raw = [modify('PDF forms'), modify('pdf_forms'), remove('pdf-forms'), add('pdf_forms')];
    const { valid, refused } = validateEdits(raw, skills, options);
    expect(valid.map((edit) => edit.name)).toEqual(['pdf-forms', 'pdf-forms', 'pdf-forms']);
    expect(refused).toHaveLength(1);
  });

  it('names new skills in the manner of their folder', () => {
    const skills = library([], { layout: 'folder' });
    expect(validateEdits([add('Fill PDF forms')], skills, options).valid[0]?.name).toBe(
      'fill-pdf-forms',
    );
  });

  it('makes no path and no inherited key out of a name', () => {
    const raw = ['../../etc/passwd', '/abs', 'C:\\x', '__proto__', 'constructor'].map((it) =>
      add(it),
    );
    expect(names(raw, 20)).toEqual([
      'ADD etc_passwd',
      'ADD abs',
      'ADD c_x',
      'ADD proto',
      'ADD constructor',
    ]);
  });

  describe('of skills that were shown in full, in part and not at all', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `line ${String(i + 1)}`);
    const long = skill('long', { content: lines.join('\r\n'), tags: ['kept'] });
    const skills = library([long, skill('short'), skill('unseen')]);
    const shown = shownTexts(
      {
        full: ['short'],
        partly: [
          {
            name: 'long',
            lines: [
              { from: 2, to: 3 },
              { from: 7, to: 9 },
            ],
          },
        ],
        unseen: 1,
      },
      (name) => skills.find(name)?.content,
    );
    const look = (raw: Json) => validateEdits([raw], skills, { ...options, shown });
    const patch = (name: string, ...pairs: readonly (readonly [string, string])[]): Json => ({
      action: 'MODIFY',
      name,
      hunks: pairs.map(([search, replace]) => ({ search, replace })),
    });

    it('makes a whole text of hunks and keeps description and tags', () => {
      const raw = patch('long', ['line 8', 'line eight'], ['line 2\nline 3', 'two and three']);
      const content = [
        ...['line 1', 'two and three', 'line 4', 'line 5', 'line 6', 'line 7', 'line eight'],
        'line 9',
      ].join('\n');
      const edit = { action: 'MODIFY', name: 'long', description: 'About long', content };
      expect(look(raw)).toEqual({ valid: [edit], refused: [] });
    });

    it.each<[string, Json, string]>([
      ['a rewrite of what was shown in part', modify('long'), 'patched and not rewritten'],
      ['a rewrite of what was not shown', modify('unseen'), 'not shown to the writer'],
      ['a patch of what was not shown', patch('unseen', ['Do', 'Do not']), 'not shown'],
      ['a search beyond what was shown', patch('long', ['line 5', 'x']), 'is not in the text'],
      ['a search over a gap', patch('long', ['line 3\nline 7', 'x']), 'is not in the text'],
      ['a search found twice', patch('long', ['line', 'x']), 'more than once'],
      ['an empty search', patch('long', [' ', 'x']), 'nothing to search for'],
      [
        'hunks that overlap',
        patch('long', ['line 2\nline', 'x'], ['line 3', 'y']),
        'hunks overlap',
      ],
      [
        'content beside hunks',
        modify('short', { hunks: [{ search: 'Do short', replace: 'x' }] }),
        'both content and hunks',
      ],
      [
        'a patch that leaves nothing',
        patch('short', ['## Summary\nDo short.', '']),
        'leave nothing',
      ],
      ['a hunk that makes it too long', patch('short', ['Do', 'x'.repeat(80_000)]), 'too long'],
    ])('refuses %s', (_what, raw, reason) => {
      const { valid, refused } = look(raw);
      expect(valid).toEqual([]);
      expect(refused[0]?.reason).toContain(reason);
    });

    it('takes a rewrite of what was shown in full, and a REMOVE of what was not', () => {
      expect(look(modify('short')).valid).toHaveLength(1);
      expect(look(remove('unseen')).valid).toHaveLength(1);
    });

    it('asks nothing where nobody kept a record of what was shown', () => {
      expect(validateEdits([modify('unseen')], skills, options).valid).toHaveLength(1);
    });
  });
});
