import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import { modifySide, testEdit, testView } from '../testEdit';
import type { EditView } from './editViews';
import { assemble } from './hunks';
import { lensSpecs } from './lensSpecs';
import { before } from './testSides';

/** One line for each row of lenses: its line, then the titles; what can be clicked in brackets. */
const print = (view: EditView): string[] => {
  const rows = new Map<string, string[]>();
  for (const { line, hunk, title, command } of lensSpecs(view, plainWords)) {
    const row = `${line}${hunk === undefined ? '' : ' hunk'}`;
    rows.set(row, [...(rows.get(row) ?? []), command === undefined ? title : `[${title}]`]);
  }
  return [...rows].map(([row, titles]) => `${row}: ${titles.join(' ')}`);
};
const label = '[gate: accepted · 1/3 → 3/3]';
const { change } = testView().sides[0]!;
const last = change.hunks.at(-1)?.id ?? '';
const withoutLast = assemble(change, ({ id }) => id !== last);

describe('lensSpecs', () => {
  it('offers every hunk of a pending edit by itself, and bookkeeping not at all', () => {
    const row = '[Accept hunk] [Reject hunk] [Show probes] [Edit by hand]';
    expect(print(testView())).toEqual([
      `0: ${label} [Accept all] [Reject all]`,
      `2 hunk: ${row}`,
      `14 hunk: ${row}`,
      `20 hunk: ${row}`,
      `23 hunk: ${row}`,
    ]);
  });

  it('offers an edit of one hunk as a whole', () => {
    const side = { ...modifySide, action: 'ADD', base: null } as const;
    expect(print(testView(testEdit(), [side]))).toEqual([
      `0: ${label}`,
      '0 hunk: [Accept] [Reject] [Show probes] [Edit by hand]',
    ]);
  });

  it('says what was left out, and that the verdict is on something else', () => {
    const side = { ...modifySide, proposed: withoutLast };
    const edit = testEdit({ draft: { base: {}, texts: {} } });
    const rows = print(testView(edit, [side]));
    expect(rows[0]).toContain('Changed by you: the verdict is on the proposal as it came');
    expect(rows[0]).toContain('[Re-run probes]');
    expect(rows.at(-1)).toBe('23 hunk: Left out [Take back in] [Show probes]');
  });

  it('says what was decided, and what of it is in the skill', () => {
    const side = { ...modifySide, proposed: withoutLast };
    const said = { edit: 'e', decision: 'accept', reason: 'it helps\nmuch', at: '' } as const;
    const edit = testEdit({ decision: 'accepted', said, fit: 'there' });
    const rows = print(testView(edit, [side]));
    expect(rows[0]).toBe(`0: ${label} Accepted by you: it helps much [Undo]`);
    expect(rows[1]).toBe('2 hunk: In your skill [Take this hunk out] [Show probes]');
    expect(rows.at(-1)).toBe('23 hunk: Not in your skill [Accept hunk] [Show probes]');
  });

  it('offers no hunks where the accepted file was changed by hand', () => {
    const side = { ...modifySide, proposed: `${modifySide.offered}more\n` };
    const rows = print(testView(testEdit({ decision: 'accepted', fit: 'there' }), [side]));
    expect(rows[0]).toContain('Your file holds changes of yours beside it');
    expect(rows[1]).toBe('2 hunk: In your skill [Show probes]');
  });

  it('offers to put in what was accepted and is not there', () => {
    const side = { ...modifySide, proposed: before };
    const rows = print(testView(testEdit({ decision: 'accepted' }), [side]));
    expect(rows[0]).toBe(`0: ${label} Accepted by you Not in your library [Put it in] [Undo]`);
    expect(rows[1]).toBe('2 hunk: Not in your skill [Accept hunk] [Show probes]');
  });

  it('says that what was rejected is in the library all the same', () => {
    const side = { ...modifySide, base: modifySide.offered };
    const rows = print(testView(testEdit({ decision: 'rejected', fit: 'there' }), [side]));
    expect(rows[0]).toBe(
      `0: ${label} Rejected by you Still in your library: take it out of the skill file by hand [Undo]`,
    );
  });

  it('offers a rebase, and nothing that cannot be done, when the edit is stale', () => {
    const side = { ...modifySide, basis: 'run', base: before } as const;
    const edit = testEdit({ fit: 'stale', fitReason: 'You changed the same lines.' });
    const rows = print(testView(edit, [side]));
    expect(rows[0]).toBe(
      `0: ${label} [Reject all] Stale: You changed the same lines. [Rebase] Shown against the text that the run had`,
    );
    expect(rows.slice(1).every((row) => row.endsWith(' hunk: [Show probes]'))).toBe(true);
  });

  it('says how far its probes are, and that a published run kept no text from before', () => {
    const edit = testEdit({ draft: { base: {}, texts: {} } });
    const titles = (done: number, total: number) =>
      lensSpecs(testView(edit), plainWords, { done, total }).map(({ title }) => title);
    expect(titles(3, 8)).toContain('Probing: 3 of 8…');
    expect(titles(0, 0)).toContain('Probing…');
    expect(titles(0, 0)).not.toContain('Re-run probes');
    const side = { ...modifySide, base: null, basis: 'run' } as const;
    expect(print(testView(testEdit({ fit: 'nowhere' }), [side]))[0]).toContain(
      'There is no library to accept it into The run kept no text from before the edit',
    );
  });

  it('hands on nothing but the key of the edit and the id of the hunk', () => {
    for (const { args = [] } of lensSpecs(testView(), plainWords)) {
      expect(args[0]).toBe('/runs/demo#e0-u1-abc');
      if (args.length > 1) expect(args[1]).toMatch(/^[0-9a-f]{12}$/);
    }
  });
});
