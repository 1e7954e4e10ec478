import { describe, expect, it } from 'vitest';
import type { Json } from '../types';
import { library, skill } from './testData';
import { MAX_CONTENT_BYTES, validateEdits } from './validate';

const learned = library([skill('known'), skill('other')]);
const options = { capacity: 10, keepTags: true };
const body = { description: 'What and when', content: 'Do this.', tags: ['a'] };
const add = (name: string, rest = {}): Json => ({ action: 'ADD', name, ...body, ...rest });
const modify = (name: string, rest = {}): Json => ({ action: 'MODIFY', name, ...body, ...rest });
const remove = (name: string): Json => ({ action: 'REMOVE', name });
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
    ['an action that is no text', add('new', { action: ['ADD'] }), 'none of ADD'],
    ['the skeleton', modify('Skeleton'), 'read-only'],
    ['an ADD without content', add('new', { content: '   ' }), 'needs content'],
    ['an ADD whose content is no text', add('new', { content: { a: 1 } }), 'needs content'],
    ['a MODIFY without content', modify('known', { content: '' }), 'needs content'],
    ['an ADD of a known name', add('Known'), 'already'],
    ['a MODIFY of an unknown name', modify('ghost skill'), 'no learned skill "ghost_skill"'],
    ['a REMOVE of an unknown name', remove('ghost'), 'no learned skill'],
    ['a name too long for a file', add('x'.repeat(100)), 'not a name'],
    ['a NUL in the content', add('new', { content: 'a\0b' }), 'NUL'],
    ['content over 64 KB', add('new', { content: 'é'.repeat(MAX_CONTENT_BYTES / 2 + 1) }), '64 KB'],
    ['a text', 'ADD new', 'not an object'],
    ['a list', [add('new')], 'not an object'],
    ['null', null, 'not an object'],
  ])('refuses %s and says why', (_what, raw, reason) => {
    const { valid, refused } = validateEdits([raw], learned, options);
    expect(valid).toEqual([]);
    expect(refused).toEqual([{ edit: raw, reason: expect.stringContaining(reason) as string }]);
  });

  it('takes content of exactly 64 KB', () => {
    const raw = add('new', { content: 'x'.repeat(MAX_CONTENT_BYTES) });
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
});
