import { describe, expect, it } from 'vitest';
import type { EditView } from '../inline/editViews';
import { assemble, changeOf } from '../inline/hunks';
import { after, before } from '../inline/testSides';
import { modifySide, testEdit, testView } from '../testEdit';
import { chooseHunk } from './chooseHunks';
import { neighbour } from './navigate';
import { skillByPlace, skillEdits } from './skillEdits';
import { touchedLines } from './touchedLines';

const ids = (view: EditView): string[] =>
  view.merged.hunks.filter((it) => !it.isBookkeeping).map(({ id }) => id);
const { change } = testView().sides[0]!;
const [first = '', second = '', , last = ''] = ids(testView());
const only = (...wanted: string[]) => assemble(change, ({ id }) => wanted.includes(id));
const text = (value: string | null) => ({ texts: { read_the_bundle: value } });

describe('chooseHunk', () => {
  it('puts one hunk of a pending edit into the library, and no other', () => {
    expect(chooseHunk(testView(), last, true)).toEqual({ kind: 'write', ...text(only(last)) });
  });

  it('leaves a hunk out of the proposal, takes it back, and knows when nothing is left', () => {
    const left = chooseHunk(testView(), last, false);
    const rest = ids(testView()).filter((id) => id !== last);
    expect(left).toEqual({ kind: 'draft', ...text(only(...rest)) });
    const drafted = testView(testEdit(), [{ ...modifySide, proposed: only(...rest) }]);
    expect(chooseHunk(drafted, last, true)).toEqual({ kind: 'offer' });
    const single = testView(testEdit(), [{ ...modifySide, proposed: only(first) }]);
    expect(chooseHunk(single, first, false)).toEqual({ kind: 'reject' });
    expect(chooseHunk(single, second, true)).toEqual({
      kind: 'draft',
      ...text(only(first, second)),
    });
  });

  it('lets what was accepted grow and shrink', () => {
    const edit = testEdit({ decision: 'accepted' });
    const some = testView(edit, [{ ...modifySide, proposed: only(first) }]);
    expect(chooseHunk(some, last, true)).toEqual({ kind: 'write', ...text(only(first, last)) });
    expect(chooseHunk(some, first, false)).toEqual({ kind: 'undo' });
    const both = testView(edit, [{ ...modifySide, proposed: only(first, last) }]);
    expect(chooseHunk(both, first, false)).toEqual({ kind: 'write', ...text(only(last)) });
  });

  it('does not touch what the author wrote into an accepted skill', () => {
    const edit = testEdit({ decision: 'accepted' });
    const own = testView(edit, [{ ...modifySide, proposed: `${after}mine\n` }]);
    expect(chooseHunk(own, first, false)).toEqual({ kind: 'refuse' });
    expect(chooseHunk(testView(), 'no such hunk', true)).toEqual({ kind: 'refuse' });
  });

  it('takes one half of a pair', () => {
    const remove = {
      ...modifySide,
      name: 'old',
      action: 'REMOVE',
      offered: null,
      proposed: null,
    } as const;
    const add = { ...modifySide, name: 'new', action: 'ADD', base: null } as const;
    const view = testView(testEdit(), [remove, add]);
    const [removal = '', addition = ''] = ids(view);
    expect(chooseHunk(view, addition, true)).toEqual({
      kind: 'write',
      texts: { old: before, new: after },
    });
    expect(chooseHunk(view, removal, true)).toEqual({
      kind: 'write',
      texts: { old: null, new: null },
    });
  });
});

describe('neighbour', () => {
  const edits = ['pending', 'accepted', 'pending', 'pending'].map((decision, n) =>
    testEdit({ key: `${n}`, decision } as never),
  );
  const step = (from: string | undefined, by: 1 | -1) => neighbour(edits, from, by)?.key;

  it('goes from one undecided edit to the next, and around', () => {
    expect([step('0', 1), step('2', 1), step('3', 1), step('0', -1), step('2', -1)]).toEqual([
      '2',
      '3',
      '0',
      '3',
      '0',
    ]);
  });

  it('starts at an end from nowhere, and at a decided one from there', () => {
    expect([step(undefined, 1), step(undefined, -1), step('1', 1), step('1', -1)]).toEqual([
      '0',
      '3',
      '2',
      '0',
    ]);
  });

  it('leaves out what the gate refused, unless one of them is shown', () => {
    const refused = { verdict: 'rejected' } as const;
    const mixed = [
      testEdit({ key: 'a' }),
      testEdit({ key: 'b' }, refused),
      testEdit({ key: 'c' }, refused),
      testEdit({ key: 'd' }, refused),
      testEdit({ key: 'e', isAwaited: true }, refused),
    ];
    expect(neighbour(mixed, 'a', 1)?.key).toBe('e');
    expect(neighbour(mixed, 'b', 1)?.key).toBe('c');
    expect(neighbour(mixed.slice(0, 4), 'a', 1)).toBeUndefined();
  });

  it('has nowhere to go when there is only the one shown', () => {
    expect(neighbour(edits.slice(0, 2), '0', 1)).toBeUndefined();
    expect(neighbour([], undefined, -1)).toBeUndefined();
  });
});

describe('touchedLines', () => {
  it('are the lines that go, and the line above what only comes', () => {
    const lines = before.split('\n');
    expect(touchedLines(change).map((line) => lines[line])).toEqual([
      'description: Where a measurement is found in a Bundle.',
      'tags: [patient, level]',
      '',
      '- Look at every entry.',
      '- The number is in `valueQuantity.value`.',
    ]);
    const added = { name: 'n', action: 'MODIFY', base: '', proposed: 'x' } as const;
    expect(touchedLines(changeOf(added))).toEqual([0]);
  });
});

describe('skillEdits', () => {
  it('are undecided edits of this skill in this library, the gate’s first', () => {
    const place = { dir: '/library', name: 'read_the_bundle' };
    const edits = [
      testEdit({ key: 'a' }),
      testEdit({ key: 'b' }, { verdict: 'rejected' }),
      testEdit({ key: 'c', decision: 'accepted' }),
      testEdit({ key: 'd', libraryDir: '/other' }),
      testEdit({ key: 'e', fit: 'there' }),
      testEdit({ key: 'f' }, { edits: [] }),
    ];
    const { accepted, others } = skillEdits(edits, place);
    expect([accepted, others].map((list) => list.map(({ key }) => key))).toEqual([['a'], ['b']]);
  });

  it('knows a skill by its place where no configuration names the library', () => {
    const edits = [testEdit()];
    const at = (file: string) => skillByPlace(edits, file)?.name;
    expect(at('/library/a.md')).toBe('a');
    expect(at('/library/a/SKILL.md')).toBe('a');
    expect([at('/library/a/notes.md'), at('/else/a.md'), at('/library/.history/a/b.md')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
