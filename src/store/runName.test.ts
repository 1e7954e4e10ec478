import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRunName, runPath } from './runName';

describe('the name of a run', () => {
  it('is one folder below the output folder', () => {
    expect(runPath('runs', 'try-2_b.1')).toBe(join('runs', 'try-2_b.1'));
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    '/abs',
    'C:x',
    'a\0b',
    'a\nb',
    '.git',
    'x'.repeat(200),
  ])('cannot lead anywhere else: %j', (name) => {
    expect(() => runPath('runs', name)).toThrow('cannot be the name of a run');
  });

  it('is the local time when nobody chose one', () => {
    expect(defaultRunName(new Date(2024, 0, 2, 3, 4, 5))).toBe('20240102_030405');
  });
});
