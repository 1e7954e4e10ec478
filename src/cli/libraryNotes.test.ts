import { describe, expect, it } from 'vitest';
import { library, skill } from '../engine/writer/testData';
import { leftOutNotes } from './libraryNotes';
import { usualRoom } from './modelRoom';

const line = 'Say what was asked for, in lower case.\n';

describe('what the skill writer will not see', () => {
  it('is nothing to speak of where all skills fit', () => {
    const { learned } = library([skill('a', { content: line.repeat(250) }), skill('b')]);
    expect(leftOutNotes(learned, usualRoom)).toEqual([]);
  });

  it('is named where a skill is too long even alone', () => {
    const { learned } = library([skill('long', { content: line.repeat(2500) }), skill('b')]);
    expect(leftOutNotes(learned, usualRoom)).toMatchObject([
      { about: 'writer', text: expect.stringContaining('in part only: long.') as string },
    ]);
  });

  it('is counted where there are too many, and is less in a larger context', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      skill(`s${String(i)}`, { content: line.repeat(60) }),
    );
    const { learned } = library(many);
    const [note] = leftOutNotes(learned, usualRoom);
    expect(note?.text).toMatch(/room for about 15\.\dk of the 2\d\.\dk tokens/);
    expect(note?.fix).toContain('context_tokens');
    const large = { ...usualRoom, context: 128_000, prompt: 100_000 };
    expect(leftOutNotes(learned, large)).toEqual([]);
  });
});
