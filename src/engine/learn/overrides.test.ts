import { describe, expect, it } from 'vitest';
import { Library } from '../skill/library';
import { parseSkill } from '../skill/skillFormat';
import type { Edit } from '../types';
import type { Decision } from './events';
import { putInForce, resolveDecision, versionsOf } from './overrides';
import type { JudgedEdit, LibraryState } from './overrides';

const at = '2024-01-01T00:00:00.000Z';

function skillText(name: string, content: string, description = 'Old.'): string {
  return `---\nname: ${name}\ndescription: ${description}\nversion: 1\n---\n\n${content}\n`;
}

function start(...skills: readonly (readonly [name: string, content: string])[]): LibraryState {
  const learned = skills.map(([name, content]) =>
    parseSkill(skillText(name, content), `${name}.md`),
  );
  return { library: Library.of({ base: [], learned, layout: 'flat' }), inForce: new Map() };
}

function judge(
  state: LibraryState,
  verdict: JudgedEdit['verdict'],
  ...edits: readonly Edit[]
): JudgedEdit {
  const baseVersions = versionsOf(edits, state.library);
  return { id: 'e0-u0-x', edits, verdict, provenance: { fixes: 1 }, baseVersions };
}

const add = (name: string, content: string): Edit => ({
  action: 'ADD',
  name,
  description: 'New.',
  content,
  tags: [],
});
const modify = (name: string, content: string): Edit => ({
  action: 'MODIFY',
  name,
  description: 'Old.',
  content,
});
const remove = (name: string): Edit => ({ action: 'REMOVE', name, description: '', content: '' });

function accept(files?: Decision['files'], more: Partial<Decision> = {}): Decision {
  return { edit: 'e0-u0-x', decision: 'accept', at, ...(files ? { files } : {}), ...more };
}

const content = ({ library }: LibraryState, name: string): string | undefined =>
  library.find(name)?.content;

describe('the author’s own version of an edit', () => {
  it('goes in instead of the proposal, and is an override until the gate was asked about it', () => {
    const state = start(['a', 'one']);
    const judged = judge(state, 'accepted', modify('a', 'two'));
    const files = { a: skillText('a', 'mine', 'Better.') };

    const { state: next, taken } = resolveDecision(state, judged, accept(files), 9);
    expect(taken).toMatchObject({ effect: 'applied', override: { verdict: 'inconclusive' } });
    expect(next.library.find('a')).toMatchObject({
      content: 'mine',
      description: 'Better.',
      version: 2,
      provenance: { fixes: 1, action: 'MODIFY', edited_by: 'author', override: { at } },
    });
    expect(next.library.history('a').map((skill) => skill.content)).toEqual(['one']);

    const probed = accept(files, { verdict: 'accepted', evidence: '2 fixed of 8 probes' });
    const confirmed = resolveDecision(state, judged, probed, 9);
    expect(confirmed.taken.override).toBeUndefined();
    const why = confirmed.state.library.find('a')?.provenance;
    expect(why).toMatchObject({ evidence: '2 fixed of 8 probes', edited_by: 'author' });
    expect(why?.override).toBeUndefined();
  });

  it('takes the place of a proposal that is in force, under a version number of its own', () => {
    const state = start(['a', 'one']);
    const judged = judge(state, 'accepted', modify('a', 'two'));
    const inForce = putInForce(state, judged, judged.provenance);

    const mine = resolveDecision(inForce, judged, accept({ a: skillText('a', 'mine') }), 9);
    expect(mine.taken.effect).toBe('applied');
    expect(mine.state.library.find('a')).toMatchObject({ content: 'mine', version: 3 });
    const again = resolveDecision(mine.state, judged, accept({ a: skillText('a', 'mine') }), 9);
    expect(again.taken.effect).toBe('noted');
    expect(again.state).toBe(mine.state);

    const asProposed = resolveDecision(mine.state, judged, accept(), 9);
    expect(asProposed.taken.effect).toBe('applied');
    expect(asProposed.state.library.find('a')).toMatchObject({ content: 'two', version: 4 });

    const undone = resolveDecision(mine.state, judged, { ...accept(), decision: 'undo' }, 9);
    expect(content(undone.state, 'a')).toBe('two');
    const out = resolveDecision(mine.state, judged, { ...accept(), decision: 'reject' }, 9);
    expect(out.taken.effect).toBe('reverted');
    expect(out.state.library.find('a')).toMatchObject({ content: 'one', version: 1 });
  });

  it('may take a pair in parts', () => {
    const state = start(['old', 'keep me']);
    const judged = judge(state, 'accepted', remove('old'), add('new', 'come'));
    const keepOld = { old: skillText('old', 'keep me') };
    const both = resolveDecision(state, judged, accept(keepOld), 9);
    expect(both.state.library.names()).toEqual(['new', 'old']);
    const leaveNew = resolveDecision(state, judged, accept({ new: null }), 9);
    expect(leaveNew.state.library.names()).toEqual([]);

    const inForce = putInForce(state, judged, {});
    expect(inForce.library.names()).toEqual(['new']);
    const back = resolveDecision(inForce, judged, accept(keepOld), 9);
    expect(back.state.library.names()).toEqual(['new', 'old']);
    const changed = { old: skillText('old', 'changed'), new: null };
    const other = resolveDecision(inForce, judged, accept(changed), 9);
    expect(other.state.library.names()).toEqual(['old']);
    expect(content(other.state, 'old')).toBe('changed');
    const nothing = resolveDecision(inForce, judged, accept({ ...keepOld, new: null }), 9);
    expect(nothing.taken).toMatchObject({ effect: 'stale' });
    expect(nothing.state).toBe(inForce);
  });

  it('is stale, with the reason, when it is no skill or another one', () => {
    const state = start(['a', 'one']);
    const judged = judge(state, 'rejected', modify('a', 'two'));
    for (const [text, reason] of [
      ['---\nname: [\n---\n', /not valid YAML/],
      [skillText('../b', 'x'), /names itself "..\/b"/],
      ['x'.repeat(1_000_001), /larger than/],
    ] as const) {
      const { state: next, taken } = resolveDecision(state, judged, accept({ a: text }), 9);
      expect(next).toBe(state);
      expect(taken.effect).toBe('stale');
      expect(taken.detail).toMatch(reason);
      expect(taken.override).toBeUndefined();
    }
  });

  it('stays out of a full library, and off what somebody changed since', () => {
    const state = start(['a', 'one']);
    const judged = judge(state, 'rejected', add('b', 'two'));
    const mine = accept({ b: skillText('b', 'mine') });
    expect(resolveDecision(state, judged, mine, 1).taken.detail).toContain('full');

    const edit = judge(state, 'accepted', modify('a', 'two'));
    const inForce = putInForce(state, edit, {});
    const later = { ...inForce, library: inForce.library.apply([modify('a', 'later')], {}) };
    const { taken, state: next } = resolveDecision(
      later,
      edit,
      accept({ a: skillText('a', 'x') }),
      9,
    );
    expect(taken.detail).toContain('has changed since');
    expect(next).toBe(later);
  });

  it('is not looked up where it is not its own', () => {
    const state = start(['a', 'one']);
    const judged = judge(state, 'accepted', add('toString', 'two'));
    const { state: next } = resolveDecision(state, judged, accept({ a: 'mine' }), 9);
    expect(content(next, 'toString')).toBe('two');
  });
});

describe('evidence', () => {
  it('stands in the override that it belongs to', () => {
    const state = start();
    const judged = judge(state, 'rejected', add('a', 'one'));
    const decision = accept(undefined, { reason: 'sure', evidence: '0 fixed of 4 probes' });
    const { state: next } = resolveDecision(state, judged, decision, 9);
    const override = { by: 'author', verdict: 'rejected', reason: 'sure', at };
    expect(next.library.find('a')?.provenance).toEqual({
      fixes: 1,
      action: 'ADD',
      override: { ...override, evidence: '0 fixed of 4 probes' },
    });
  });
});
