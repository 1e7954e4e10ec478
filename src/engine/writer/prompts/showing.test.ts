import { describe, expect, it } from 'vitest';
import type { Skill } from '../../skill/types';
import { applyHunks } from '../applyHunks';
import { roughTokens } from '../../roughTokens';
import { DEFAULT_CONTEXT_TOKENS, promptRoom } from '../promptTokens';
import { shownTexts } from '../shownTexts';
import { library, skill, trace } from '../testData';
import type { ProposeInput } from '../types';
import type { PromptOptions } from './options';
import { proposePrompt } from './propose';
import { revisePrompt } from './revise';

const small: PromptOptions = { maxProposals: 1, capacity: 99, promptTokens: 4000 };

function ask(learned: readonly Skill[], rest: Partial<ProposeInput> = {}): ProposeInput {
  return {
    epoch: 0,
    update: 0,
    k: 0,
    of: 1,
    label: null,
    group: [trace('S-1', { instruction: 'Book the delivery of zinc plates.' })],
    otherFailing: [],
    labels: {},
    diagnoses: {},
    library: library(learned, { base: [] }),
    effectiveness: {},
    ...rest,
  };
}

/** Some `kilo` thousand characters in lines of fifty. */
function body(kilo: number, about = 'shelf'): string {
  const line = `Look at the ${about} and note what is there, in order`.padEnd(49, '.');
  return Array.from({ length: kilo * 20 }, (_, i) => `${line}${String(i % 10)}`).join('\n');
}

describe('what a prompt shows of the skills', () => {
  it('is all of them where they fit, however long each is', () => {
    const skills = [skill('long', { content: body(9) }), skill('short')];
    const { text, shown } = proposePrompt(ask(skills), { maxProposals: 1, capacity: 10 });
    expect(new Set(shown.full)).toEqual(new Set(['long', 'short']));
    expect(shown).toMatchObject({ partly: [], unseen: 0 });
    expect(text).toContain(body(9));
  });

  it('begins with what the failing rollouts were shown, not with the first names', () => {
    const others = Array.from({ length: 20 }, (_, i) =>
      skill(`a_${String(i)}`, { content: body(1), tags: ['audit'] }),
    );
    const meant = skill('zinc', { content: body(1, 'zinc'), tags: ['zinc plates'] });
    const { text, shown } = proposePrompt(ask([...others, meant]), small);
    expect(shown.full[0]).toBe('zinc');
    expect(shown.unseen).toBeGreaterThan(5);
    expect(text).toContain('Not shown for want of room, so not to be changed by MODIFY: ');
    expect(text).toContain('- a_19 (v1) | "About a_19"');
  });

  it('is a part of one that is too long even alone: its beginning and what the failures are about', () => {
    const content = [
      '# Plates',
      'All about plates.',
      '## Paint',
      body(9, 'paint'),
      '## Zinc plates',
      'Book zinc plates by weight.',
      'A delivery of zinc plates has two papers.',
      'Weigh both.',
      '## Glass',
      body(9, 'glass'),
    ].join('\n');
    const { text, shown } = proposePrompt(ask([skill('plates', { content })]), small);
    expect(text).toContain('# Plates\nAll about plates.');
    expect(text).toContain(
      'Book zinc plates by weight.\nA delivery of zinc plates has two papers.',
    );
    expect(shown.full).toEqual([]);
    expect(shown.partly.map(({ name }) => name)).toEqual(['plates']);

    // Every line is either shown or within a stretch that is said not to be.
    const all = content.split('\n');
    const ranges = shown.partly[0]?.lines ?? [];
    const gaps = [...text.matchAll(/^\(lines? (\d+)(?: to (\d+))? not shown\)$/gm)].map(
      ([, from = '', to = from]) => ({ from: Number(from), to: Number(to) }),
    );
    const told = [...ranges, ...gaps].sort((a, b) => a.from - b.from);
    expect(told[0]?.from).toBe(1);
    expect(told.at(-1)?.to).toBe(all.length);
    expect(told.slice(1).every(({ from }, i) => from === (told[i]?.to ?? 0) + 1)).toBe(true);
    for (const { from, to } of ranges) expect(text).toContain(all.slice(from - 1, to).join('\n'));

    // What was shown can be patched, wherever in the text it stands.
    const seen = shownTexts(shown, () => content).get('plates');
    const patched = seen && applyHunks(seen, [{ search: 'Weigh both.', replace: 'Weigh each.' }]);
    expect(patched).toEqual({ ok: true, text: content.replace('Weigh both.', 'Weigh each.') });
  });

  it('is no part of it where nothing can be patched, nor of one whose single line is too long', () => {
    const long = skill('long', { content: body(20) });
    const paper = proposePrompt(ask([long]), { ...small, patches: false });
    expect(paper.shown).toEqual({ full: [], partly: [], unseen: 1 });
    expect(paper.text).not.toContain('hunks');
    const line = skill('line', { content: 'word '.repeat(20_000) });
    expect(proposePrompt(ask([line]), small).shown).toEqual({ full: [], partly: [], unseen: 1 });
  });

  it('keeps the prompt within its tokens, whatever library and rollouts are', () => {
    const huge = trace('S-1', {
      instruction: 'i '.repeat(50_000),
      actions: Array.from({ length: 500 }, () => 'a '.repeat(500)),
    });
    const many = Array.from({ length: 800 }, (_, i) =>
      skill(`skill_${String(i)}`, { content: body(1 + (i % 5)), description: 'd'.repeat(900) }),
    );
    for (const promptTokens of [6000, 12_000, 28_000]) {
      const { text } = proposePrompt(ask(many, { group: [huge, huge, huge] }), {
        ...small,
        promptTokens,
      });
      expect(roughTokens(text)).toBeLessThanOrEqual(promptTokens * 1.05);
      expect(text).toContain('more skills, not listed for want of room');
    }
  });

  it('is the edit itself in a revision, or of a very long one a part', () => {
    const edit = (content: string) => ({
      action: 'MODIFY' as const,
      name: 'zinc',
      description: '',
      content,
    });
    const look = (content: string) =>
      revisePrompt(
        { epoch: 0, update: 0, edits: [edit(content)], regressed: [trace('S-1')] },
        small,
      );
    expect(look(body(2)).shown).toEqual({ full: ['zinc'], partly: [], unseen: 0 });
    const long = look(body(30));
    expect(long.shown.partly).toHaveLength(1);
    expect(roughTokens(long.text)).toBeLessThan(4000);
  });

  it('leaves room for the reply', () => {
    expect(promptRoom()).toBeLessThan(DEFAULT_CONTEXT_TOKENS - 4096);
    expect(promptRoom(8000, 1000)).toBe(6300);
    expect(promptRoom(8000, 20_000)).toBe(1800);
  });

  it('counts a character of Chinese as a token', () => {
    expect(roughTokens('技能'.repeat(50))).toBe(100);
    expect(roughTokens('a'.repeat(350))).toBe(100);
  });
});
