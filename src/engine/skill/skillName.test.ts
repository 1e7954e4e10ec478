import { describe, expect, it } from 'vitest';
import { fileFor, isSafeName, slugify } from './skillName';

describe('skill names', () => {
  it.each([
    ['Check the Units!', 'check_the_units'],
    ['  --skill 7 b--  ', 'skill_7_b'],
    ['Skill-3!', 'skill_3'],
    ['Größe', 'gr_e'],
    ['…', 'unnamed_skill'],
    ['', 'unnamed_skill'],
  ])('turn %j into the slug %j', (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });

  it('are joined by hyphens where the format wants them', () => {
    expect(slugify('Check the units', '-')).toBe('check-the-units');
    expect(slugify('?', '-')).toBe('unnamed-skill');
  });

  it.each(['a', 'check_units', 'check-units', 'Check Units', 'größe', 'v1.2', 'x'.repeat(64)])(
    'are safe when they stay in the folder: %j',
    (name) => expect(isSafeName(name)).toBe(true),
  );

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    '/etc/x',
    'C:x',
    'C:\\x',
    'a\0b',
    'a\nb',
    'a\u202eb',
    '.hidden',
    'a..b',
    'dot.',
    ' a',
    'a ',
    'con',
    'NUL.md',
    'x'.repeat(65),
    'ä'.repeat(33),
    'what?',
    '\ud800',
  ])('are refused when they would not be a plain file: %j', (name) => {
    expect(isSafeName(name)).toBe(false);
  });

  it('say where the file lies', () => {
    expect(fileFor('a_b', 'flat')).toBe('a_b.md');
    expect(fileFor('a-b', 'folder')).toBe('a-b/SKILL.md');
  });
});
