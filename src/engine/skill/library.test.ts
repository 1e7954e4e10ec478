import { describe, expect, it } from 'vitest';
import type { Edit } from '../types';
import { EditConflict, Library } from './library';
import { parseSkill, printSkill } from './skillFormat';
import type { Layout, Skill } from './types';

const skill = (name: string, rest: Partial<Skill> = {}) =>
  printSkill({
    name,
    description: `About ${name}`,
    tags: ['tag'],
    version: 1,
    provenance: { epoch: 0 },
    content: `Do ${name}.`,
    file: `${name}.md`,
    ...rest,
  });
const library = (learned: readonly Skill[] = [], layout: Layout = 'flat') =>
  Library.of({ base: [skill('skeleton')], learned, layout });
const edit = (action: Edit['action'], name: string, rest: Partial<Edit> = {}): Edit => ({
  action,
  name,
  description: `Better ${name}`,
  content: `Better ${name}.`,
  ...rest,
});
const conflict = (run: () => unknown): EditConflict => {
  try {
    run();
  } catch (error) {
    if (error instanceof EditConflict) return error;
  }
  throw new Error('the edit was applied');
};

describe('a library', () => {
  it('lists base skills first and learned ones in the order of their files', () => {
    const it = library([skill('b'), skill('a_b'), skill('a'), skill('B')]);
    expect(it.names()).toEqual(['B', 'a', 'a_b', 'b']);
    expect(it.all().map(({ name }) => name)).toEqual(['skeleton', 'B', 'a', 'a_b', 'b']);
    expect(it.find('skeleton')).toBeUndefined();
    expect(it.findBase('skeleton')?.name).toBe('skeleton');
  });

  it('finds a skill by another spelling of its name only when there is no exact one', () => {
    const it = library([skill('foo_bar'), skill('Foo-Bar')]);
    expect(it.findLoose('foo bar!')?.name).toBe('Foo-Bar');
    expect(it.findLoose('foo_bar')?.name).toBe('foo_bar');
    expect(it.findLoose('foo')).toBeUndefined();
  });

  it('of two skills with one name knows the first', () => {
    const it = library([skill('x', { file: 'b.md' }), skill('x', { file: 'a.md' })]);
    expect(it.learned.map(({ file }) => file)).toEqual(['a.md']);
  });
});

describe('applying edits', () => {
  it('adds a skill as version 1', () => {
    const after = library().apply([edit('ADD', 'x', { tags: ['new'] })], { epoch: 2, fixes: 3 });
    expect(after.find('x')).toMatchObject({
      version: 1,
      tags: ['new'],
      description: 'Better x',
      content: 'Better x.',
      file: 'x.md',
      provenance: { epoch: 2, fixes: 3, action: 'ADD' },
    });
    expect(after.files().get('x.md')).toBe(after.find('x')?.text);
  });

  it('modifies a skill, archives what it was and counts up', () => {
    const before = library([skill('x', { version: 4 })]);
    const after = before.apply([edit('MODIFY', 'x')], { epoch: 1 });
    expect(after.find('x')).toMatchObject({
      version: 5,
      tags: ['tag'],
      provenance: { epoch: 1, action: 'MODIFY', parent_version: 4 },
    });
    expect(after.files().get('.history/x_v4.md')).toBe(before.find('x')?.text);
    expect(after.history('x').map(({ version }) => version)).toEqual([4]);
    expect(after.apply([edit('MODIFY', 'x', { tags: [] })], {}).find('x')?.tags).toEqual([]);
  });

  it('removes a skill and keeps its history, through a new life too', () => {
    const first = library().apply([edit('ADD', 'x', { content: 'first life' })], {});
    const removed = first.apply([edit('REMOVE', 'x')], {});
    expect(removed.names()).toEqual([]);
    expect(removed.history('x').map(({ content }) => content)).toEqual(['first life']);

    const again = removed.apply([edit('ADD', 'x', { content: 'second life' })], {});
    expect(again.find('x')?.version).toBe(1);
    const modified = again.apply([edit('MODIFY', 'x', { content: 'third' })], {});
    expect(modified.history('x').map(({ content }) => content)).toEqual([
      'first life',
      'second life',
    ]);
  });

  it('applies a pair in order, so that a name can be reused', () => {
    const before = library([skill('old')]);
    const after = before.apply([edit('REMOVE', 'old'), edit('ADD', 'new')], {});
    expect(after.names()).toEqual(['new']);
    expect(after.find('new')?.provenance?.action).toBe('ADD');
    expect(before.names()).toEqual(['old']);
  });

  it.each([
    ['an ADD of a name that is there', edit('ADD', 'x')],
    ['a MODIFY of a name that is not', edit('MODIFY', 'y')],
    ['a REMOVE of a name that is not', edit('REMOVE', 'y')],
    ['an edit of the skeleton', edit('MODIFY', 'skeleton')],
    ['a name that leaves the folder', edit('ADD', '../x')],
    ['an absolute name', edit('ADD', '/tmp/x')],
    ['a name with a NUL', edit('ADD', 'x\0')],
    ['a name that is too long', edit('ADD', 'x'.repeat(65))],
    ['an ADD whose file another skill has', edit('ADD', 'taken')],
    ['the same in other case', edit('ADD', 'TAKEN')],
  ])('refuses %s', (_, bad) => {
    const before = library([skill('x'), skill('other name', { file: 'taken.md' })]);
    const error = conflict(() => before.apply([edit('ADD', 'fine'), bad], {}));
    expect(error.edit).toBe(bad);
    expect(error.reason).toMatch(/\.$/);
  });

  it('refuses to touch any base skill, and the skeleton even where there is none', () => {
    const it = Library.of({ base: [skill('given')], learned: [], layout: 'flat' });
    expect(conflict(() => it.apply([edit('ADD', 'given')], {})).reason).toContain('read-only');
    expect(conflict(() => it.apply([edit('ADD', 'skeleton')], {})).reason).toContain('read-only');
  });

  it('writes folders when the library has folders', () => {
    const after = library([], 'folder').apply([edit('ADD', 'read-table')], {});
    expect([...after.files().keys()]).toEqual(['read-table/SKILL.md']);
    const next = after.apply([edit('MODIFY', 'read-table')], {});
    expect([...next.files().keys()]).toEqual(['read-table/SKILL.md', '.history/read-table_v1.md']);
    expect(next.find('read-table')).toMatchObject({
      version: 2,
      provenance: { parent_version: 1 },
    });
  });
});

describe('the history of a skill', () => {
  const archived = (file: string) =>
    parseSkill(`---\nname: x\n---\n${file}\n`, `.history/${file}.md`);
  const archive = Library.of({
    base: [],
    learned: [],
    history: ['foo_v10', 'foo_v2', 'foo_v1_v3', 'foo_v1', 'foo_v2.2', 'foo_v2.1', 'food_v1'].map(
      archived,
    ),
    layout: 'flat',
  });

  it('is in the order of version numbers and holds no other skill', () => {
    expect(archive.history('foo').map(({ content }) => content)).toEqual([
      'foo_v1',
      'foo_v2.1',
      'foo_v2.2',
      'foo_v2',
      'foo_v10',
    ]);
    expect(archive.history('foo_v1').map(({ content }) => content)).toEqual(['foo_v1_v3']);
    expect(archive.history('fo')).toEqual([]);
  });

  it('can be gone back to, under a number never used', () => {
    const start = library([skill('x', { content: 'one' })]);
    const later = start
      .apply([edit('MODIFY', 'x', { content: 'two' })], {})
      .apply([edit('MODIFY', 'x', { content: 'three' })], {});
    const back = later.restore('x', 1, { override: { by: 'author' } as never });
    expect(back.find('x')).toMatchObject({
      content: 'one',
      version: 4,
      file: 'x.md',
      provenance: { action: 'MODIFY', parent_version: 1 },
    });
    expect(back.history('x').map(({ content }) => content)).toEqual(['one', 'two', 'three']);
  });

  it('brings a removed skill back', () => {
    const removed = library([skill('x')]).apply([edit('REMOVE', 'x')], {});
    const back = removed.restore('x', 1, {});
    expect(back.find('x')).toMatchObject({ version: 2, provenance: { action: 'ADD' } });
  });

  it('says which versions there are when asked for one that is not', () => {
    const removed = library([skill('x')]).apply([edit('REMOVE', 'x')], {});
    expect(() => removed.restore('x', 7, {})).toThrow('no archived version 7');
  });
});

describe('the difference of two libraries', () => {
  it('names every changed file with its text, and what is gone with null', () => {
    const before = library([skill('same'), skill('gone'), skill('changed')]);
    const after = before.apply(
      [edit('REMOVE', 'gone'), edit('MODIFY', 'changed'), edit('ADD', 'new')],
      {},
    );
    expect(Library.diff(before, after)).toEqual({
      'gone.md': null,
      '.history/gone_v1.md': before.find('gone')?.text,
      'changed.md': after.find('changed')?.text,
      '.history/changed_v1.md': before.find('changed')?.text,
      'new.md': after.find('new')?.text,
    });
    expect(Library.diff(after, after)).toEqual({});
  });

  it('stays cheap with a thousand skills', () => {
    const big = library(Array.from({ length: 1000 }, (_, n) => skill(`skill_${n}`)));
    const start = performance.now();
    let now = big;
    for (let n = 0; n < 20; n += 1) now = now.apply([edit('MODIFY', `skill_${n}`)], {});
    const changed = Object.keys(Library.diff(big, now));
    expect(changed).toHaveLength(40);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(now.find('skill_999')).toBe(big.find('skill_999'));
  });

  it('can be put back: put and drop archive nothing', () => {
    const before = library([skill('a'), skill('b')]);
    const after = before.put(skill('a', { content: 'New.' })).drop('b');
    expect(after.files().size).toBe(1);
    const undone = after.put(skill('a')).put(skill('b'));
    expect(Library.diff(before, undone)).toEqual({});
    expect(undone.names()).toEqual(['a', 'b']);
    expect(before.drop('none')).toBe(before);
  });
});
