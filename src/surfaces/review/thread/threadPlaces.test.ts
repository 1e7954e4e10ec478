import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import { editFileName, segment } from '../inline/documentName';
import { changeOf } from '../inline/hunks';
import { mergedDocument } from '../inline/mergedDocument';
import { after, before, modify } from '../inline/testSides';
import { testEdit } from '../testEdit';
import { threadComments } from './threadComments';
import { threadLines, threadLinesInNewText } from './threadLines';

const merged = (base: string, proposed: string) =>
  threadLines(mergedDocument([changeOf(modify(base, proposed))]));

describe('threadLines', () => {
  it('stands at the first hunk to decide on', () => {
    expect(merged(before, after)).toEqual({ first: 2, last: 5 });
    expect(threadLinesInNewText(changeOf(modify(before, after)))).toEqual({ first: 2, last: 3 });
  });

  it('follows the frontmatter of a new skill', () => {
    const add = changeOf({ name: 'n', action: 'ADD', base: null, proposed: after });
    expect(threadLines(mergedDocument([add]))).toEqual({ first: 0, last: 8 });
    expect(threadLinesInNewText(add)).toEqual({ first: 0, last: 8 });
    const plain = `${'line\n'.repeat(40)}`;
    const bare = changeOf({ name: 'n', action: 'ADD', base: null, proposed: plain });
    expect(threadLines(mergedDocument([bare]))).toEqual({ first: 0, last: 7 });
  });

  it('stands at the line above what is only removed', () => {
    expect(threadLinesInNewText(changeOf(modify('a\nb\nc\n', 'a\nc\n')))).toEqual({
      first: 0,
      last: 0,
    });
    expect(threadLinesInNewText(changeOf(modify('a\nb\n', 'b\n')))).toEqual({ first: 0, last: 0 });
    const remove = changeOf({ name: 'n', action: 'REMOVE', base: before, proposed: null });
    expect(threadLinesInNewText(remove)).toEqual({ first: 0, last: 0 });
  });

  it('has a place where nothing changes', () => {
    expect(merged('a\n', 'a\n')).toEqual({ first: 0, last: 0 });
  });
});

describe('threadComments', () => {
  const link = (): string => 'command:x';
  const say = (edit: Parameters<typeof threadComments>[0], reason?: string) =>
    threadComments(edit, { link, reason }, plainWords).map(
      ({ author, body }) => `${author}: ${body}`,
    );

  it('begins with the gate, and says when a simulation played the agent', () => {
    const [gate, ...rest] = say(testEdit());
    expect(gate).toContain('Gate: **The gate accepted this edit.**');
    expect(gate).toContain('which is no language model');
    expect(rest).toEqual([]);
  });

  it("ends with the author's word, escaped", () => {
    const said = {
      edit: 'e',
      decision: 'reject',
      reason: 'no [x](command:y)\nreally',
      at: '',
    } as const;
    const edit = testEdit({ decision: 'rejected', isOverride: true, said });
    expect(say(edit).at(-1)).toBe(
      'You: **You rejected it, against the gate.**\n\nno \\[x\\](command:y)\n\nreally',
    );
    expect(say(testEdit(), 'because | <b>').at(-1)).toBe('You: because \\| &lt;b&gt;');
  });

  it('does not put a part of what the gate accepted against the gate', () => {
    const said = { edit: 'e', decision: 'accept', files: { a: 'x' }, at: '' } as const;
    const part = { decision: 'accepted', isOverride: true, isPart: true, said } as const;
    expect(say(testEdit(part)).at(-1)).toBe(
      'You: **You accepted it in part. The part was not itself probed.**',
    );
    const measured = { ...part, said: { ...said, verdict: 'rejected' } } as const;
    expect(say(testEdit(measured)).at(-1)).toContain('You accepted it in part, against the gate.');
    expect(say(testEdit(part, { verdict: 'rejected' })).at(-1)).toContain(
      'in part, against the gate',
    );
    expect(say(testEdit({ ...part, isOverride: false })).at(-1)).toBe(
      'You: **You accepted it in part.**',
    );
    expect(say(testEdit({ ...part, isPart: false })).at(-1)).toContain(
      'You accepted your version of it, which was not measured.',
    );
  });

  it('says that the verdict is not on what the author made of it', () => {
    expect(say(testEdit({ draft: { base: {}, texts: {} } })).at(-1)).toContain(
      'You changed this proposal, and the verdict above is on it as it came.',
    );
  });
});

describe('names of documents', () => {
  it('say what it is and end as a skill does, whatever the name holds', () => {
    const edit = (action: 'ADD' | 'REMOVE', name: string) => ({
      action,
      name,
      description: '',
      content: '',
    });
    expect(editFileName({ edits: [edit('REMOVE', 'old'), edit('ADD', 'new')] })).toBe(
      'REMOVE old + ADD new.md',
    );
    expect(editFileName({ edits: [edit('ADD', '../../etc\\pass?wd#x\u202e\n')] })).toBe(
      'ADD .. .. etc pass wd x u202e.md',
    );
    expect([segment('..'), segment(''), segment(' / ')]).toEqual(['_', '_', '_']);
    expect(segment('x'.repeat(500))).toHaveLength(60);
  });
});
